//! The four pages of an import. The table rides along as text with tabs, so that going back loses nothing and nothing is
//! stored that nobody has agreed to.

mod take;

use askama::Template;
use axum::{http::StatusCode, response::Response};
use kernel::{
    App, Error, Result, app,
    error::FieldError,
    form::Fields,
    page::{self, Errors, Field, Frame, Input},
    upload::Uploaded,
    words,
};
use reading::table::{self, Table};
pub use take::{Taken, take};

use super::model::{Checked, Mapping, Problem, Sheet, Wanted};
use crate::acting::Member;

/// An import: what it is called, and what it wants.
#[derive(Clone, Copy, Debug)]
pub struct Import<'a> {
    /// The heading: `Bring in members`.
    pub title: &'static str,
    /// The room that it belongs to: `/members`. The import is at `/import` in it.
    pub room: &'a str,
    /// What the room is called.
    pub room_name: &'a str,
    /// A sentence on what is made, and what is not.
    pub lead: &'a str,
    /// What is wanted.
    pub wanted: &'static [Wanted],
    /// Boxes to tick on the last page but one: the name and the label of each.
    pub ticks: &'static [(&'static str, &'static str)],
}

/// What the slice does next.
#[derive(Debug)]
pub enum Next {
    /// Nothing: this page is shown.
    Shown(Response),
    /// Say what would come of the table, with what was ticked so far.
    Check(Sheet, Fields),
    /// Bring it in; only the rows without a problem where that is said.
    Make(Sheet, Fields),
}

/// The tick that lets rows with a problem be left out.
const ONLY_READY: &str = "only_ready";
/// The most characters of a table that rides along: a form carries two megabytes.
const LONGEST: usize = 1_500_000;
/// Lines of a list that are shown.
const LISTED: usize = 200;
/// Rows and columns of a table that are shown, for people to see which it is.
const SHOWN: (usize, usize) = (5, 8);

impl Import<'_> {
    fn base(&self, member: &Member) -> String {
        format!("/{}{}", member.acting.group.slug, self.room)
    }

    fn frame(&self, app: &App, member: &Member, errors: &[FieldError]) -> Frame {
        // In the navigation stands the first part of the room only.
        let end = self.room.char_indices().skip(1).find(|(_, letter)| *letter == '/').map_or(self.room.len(), |(at, _)| at);
        member.frame(app, self.title, self.room.get(..end).unwrap_or_default()).with_errors(errors)
    }

    /// The choice of columns as fields that ride along.
    fn choice(&self, sheet: &Sheet) -> Vec<(String, String)> {
        let value = |key| sheet.mapping.column(self.wanted, key).map_or(String::new(), |column| column.to_string());
        self.wanted.iter().map(|wanted| (field_of(wanted.key), value(wanted.key))).collect()
    }
}

fn field_of(key: &str) -> String {
    format!("column-{key}")
}

/// A table as text that reads back as the same table, with the same numbers of its rows.
fn as_text(table: &Table) -> Result<String> {
    let mut text = String::from("sep=\t\n");
    let mut next = 1;
    let first = table.rows.first().map_or(1, |row| row.number.saturating_sub(1).max(1));
    for (number, cells) in [(first, &table.header)].into_iter().chain(table.rows.iter().map(|row| (row.number, &row.cells))) {
        (next..number).for_each(|_| text.push('\n'));
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
        next = number + 1;
        // A form sends each line end as two bytes.
        if text.len() + next > LONGEST {
            return Err(Error::field("file", "This table is too long to be brought at once: bring it in parts"));
        }
    }
    Ok(text)
}

fn quoted(cell: &str) -> String {
    if cell.contains(['\t', '\n', '\r', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

#[derive(Template)]
#[template(path = "importing/bring.html")]
struct Bring<'a> {
    frame: Frame,
    errors: Errors<'a>,
    import: &'a Import<'a>,
    base: String,
    forgery: String,
    file_error: Option<&'a str>,
    text: Field,
    sheet: Field,
}

/// The first page: a file, or the table pasted.
///
/// # Errors
/// When the page cannot be made.
pub fn bring(app: &App, member: &Member, import: &Import<'_>, fields: &Fields, errors: &[FieldError]) -> Result<Response> {
    let text = Field::new("text", "Or paste the table here", Input::Lines(6))
        .hint("Mark it in Excel with its first row, copy it, and paste it.")
        .value(fields.get("text"))
        .error(errors);
    let sheet = Field::new("sheet", "The name of the sheet, if the workbook has several", Input::Text)
        .hint("Left empty, the first one with a table in it is read.")
        .value(fields.get("sheet"))
        .error(errors);
    let file_error = errors.iter().find(|error| error.field == "file").map(|error| error.message.as_str());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (frame, forgery) = (import.frame(app, member, errors), member.session.forgery_token(app));
    page::show_as(
        status,
        &Bring { frame, errors: Errors::new(errors), base: import.base(member), import, forgery, file_error, text, sheet },
    )
}

#[derive(Template)]
#[template(path = "importing/matching.html")]
struct Matching<'a> {
    frame: Frame,
    errors: Errors<'a>,
    import: &'a Import<'a>,
    base: String,
    forgery: String,
    table: String,
    ticked: Vec<&'static str>,
    read: String,
    header: Vec<String>,
    rows: Vec<(usize, Vec<String>)>,
    fields: Vec<Field>,
}

/// The second page: which column holds what.
fn matching(app: &App, member: &Member, import: &Import<'_>, sheet: &Sheet, typed: &Fields, errors: &[FieldError]) -> Result<Response> {
    let table = &sheet.table;
    let columns: Vec<(String, String)> = (0..table.header.len()).map(|column| (column.to_string(), sheet.column_words(column))).collect();
    let field = |wanted: &Wanted, (name, value): (String, String)| {
        let none = if wanted.required { "Choose a column" } else { "Not in this table" };
        let options = std::iter::once((String::new(), none.to_owned())).chain(columns.iter().cloned()).collect();
        let label = if wanted.required { format!("{} (needed)", wanted.label) } else { wanted.label.to_owned() };
        Field::select(name, label, options).value(value).error(errors)
    };
    let count = words::count(table.rows.len() as u64, "row", "rows");
    let others: Vec<&str> = table.sheets.iter().filter(|name| **name != table.sheet).map(String::as_str).collect();
    let read = match (table.sheet.as_str(), others.is_empty()) {
        ("", _) => format!("{count} below the first one."),
        (name, true) => format!("{count} on the sheet {name}, below the one that names the columns."),
        (name, false) => format!("{count} on the sheet {name}. To read another sheet ({}), go back and name it.", others.join(", ")),
    };
    let shown = |cells: &[String]| cells.iter().take(SHOWN.1).cloned().collect::<Vec<_>>();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Matching {
        frame: import.frame(app, member, errors),
        errors: Errors::new(errors),
        base: import.base(member),
        forgery: member.session.forgery_token(app),
        table: as_text(table)?,
        ticked: import.ticks.iter().map(|(name, _)| *name).filter(|name| typed.get(name) == "yes").collect(),
        read,
        header: (0..table.header.len().min(SHOWN.1)).map(|column| sheet.column_words(column)).collect(),
        rows: table.rows.iter().take(SHOWN.0).map(|row| (row.number, shown(&row.cells))).collect(),
        fields: import.wanted.iter().zip(import.choice(sheet)).map(|(wanted, choice)| field(wanted, choice)).collect(),
        import,
    };
    page::show_as(status, &page)
}

/// What would come of a table, in words, for the third page.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    ready: Vec<(usize, String)>,
    already: Vec<(usize, String)>,
    said_no: Vec<(usize, String)>,
    problems: Vec<Problem>,
    held_up: usize,
    asked: Vec<Field>,
    errors: Vec<FieldError>,
}

impl Outcome {
    /// Of what was checked: `words` says what would be made of a row.
    #[must_use]
    pub fn new<T>(checked: &Checked<T>, words: impl Fn(&T) -> String) -> Self {
        Self {
            ready: checked.ready.iter().map(|(row, made)| (*row, words(made))).collect(),
            already: checked.already.clone(),
            said_no: checked.said_no.clone(),
            problems: checked.problems.clone(),
            held_up: checked.held_up(),
            asked: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Asks something more on the page, and says what of it needs another value.
    #[must_use]
    pub fn asking(self, asked: Vec<Field>, errors: Vec<FieldError>) -> Self {
        Self { asked, errors, ..self }
    }

    fn lead(&self) -> String {
        let rows = |n: usize, one, many| words::count(n as u64, one, many);
        let mut parts = vec![rows(self.ready.len(), "row is ready", "rows are ready")];
        if !self.already.is_empty() {
            parts.push(rows(self.already.len(), "is here already", "are here already"));
        }
        if !self.said_no.is_empty() {
            parts.push(rows(self.said_no.len(), "has said no", "have said no"));
        }
        if self.held_up > 0 {
            parts.push(rows(self.held_up, "has a problem", "have a problem"));
        }
        format!("{}.", parts.join(", "))
    }
}

#[derive(Template)]
#[template(path = "importing/check.html")]
struct Check<'a> {
    frame: Frame,
    errors: Errors<'a>,
    import: &'a Import<'a>,
    base: String,
    forgery: String,
    table: String,
    choice: Vec<(String, String)>,
    lead: String,
    problems: &'a [Problem],
    more_problems: usize,
    ready: &'a [(usize, String)],
    more_ready: usize,
    already: &'a [(usize, String)],
    more_already: usize,
    said_no: &'a [(usize, String)],
    more_said_no: usize,
    ticks: Vec<(&'static str, String, bool)>,
    asked: &'a [Field],
    /// Whether there is something to bring in at all.
    any: bool,
}

/// The third page: what would come of the table, and what stands in its way.
///
/// # Errors
/// When the page cannot be made.
pub fn check_page(app: &App, member: &Member, import: &Import<'_>, sheet: &Sheet, fields: &Fields, outcome: &Outcome) -> Result<Response> {
    let ready = outcome.ready.len();
    // Somebody has pressed the button, and there are rows that would be left out.
    let mut errors = outcome.errors.clone();
    if fields.get("step") == "make" && outcome.held_up > 0 && ready > 0 && fields.get(ONLY_READY) != "yes" {
        errors.push(FieldError {
            field: ONLY_READY.into(),
            message: "Tick this to leave out the rows with a problem, or mend them and bring the table again".into(),
        });
    }
    let only = (outcome.held_up > 0).then(|| {
        let label = format!("Bring in only the {} without a problem", words::count(ready as u64, "row", "rows"));
        (ONLY_READY, label, fields.get(ONLY_READY) == "yes")
    });
    let own = import.ticks.iter().map(|(name, label)| (*name, (*label).to_owned(), fields.get(name) == "yes"));
    let first = |n: usize| (n.min(LISTED), n.saturating_sub(LISTED));
    let (problems, more_problems) = first(outcome.problems.len());
    let (made, more_ready) = first(ready);
    let (already, more_already) = first(outcome.already.len());
    let (said_no, more_said_no) = first(outcome.said_no.len());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Check {
        frame: import.frame(app, member, &errors),
        errors: Errors::new(&errors),
        base: import.base(member),
        forgery: member.session.forgery_token(app),
        table: as_text(&sheet.table)?,
        choice: import.choice(sheet),
        lead: outcome.lead(),
        problems: &outcome.problems[..problems],
        more_problems,
        ready: &outcome.ready[..made],
        more_ready,
        already: &outcome.already[..already],
        more_already,
        said_no: &outcome.said_no[..said_no],
        more_said_no,
        ticks: own.chain(only).collect(),
        asked: &outcome.asked,
        any: ready > 0,
        import,
    };
    page::show_as(status, &page)
}

#[derive(Template)]
#[template(path = "importing/done.html")]
struct Done<'a> {
    frame: Frame,
    import: &'a Import<'a>,
    base: String,
    lines: &'a [String],
}

/// The last page: what was made.
///
/// # Errors
/// When the page cannot be made.
pub fn done(app: &App, member: &Member, import: &Import<'_>, lines: &[String]) -> Result<Response> {
    page::show(&Done { frame: import.frame(app, member, &[]), base: import.base(member), import, lines })
}

impl<T> Checked<T> {
    /// Whether what is ready may come in: nothing stands in the way, or it was ticked that the other rows are left out.
    #[must_use]
    pub fn goes(&self, fields: &Fields) -> bool {
        !self.ready.is_empty() && (self.problems.is_empty() || fields.get(ONLY_READY) == "yes")
    }
}

/// Takes what was sent from one of the pages and goes on with it.
///
/// # Errors
/// [`Error::Forbidden`] for a form of an earlier sign-in; [`Error::TooLarge`].
pub async fn step(app: &App, member: &Member, import: &Import<'_>, uploaded: Result<Uploaded>) -> Result<Next> {
    let uploaded = match uploaded {
        Err(Error::Invalid(errors)) => return bring(app, member, import, &Fields::default(), &errors).map(Next::Shown),
        uploaded => uploaded?,
    };
    let fields = uploaded.fields;
    let begin = |errors: &[FieldError]| bring(app, member, import, &fields, errors).map(Next::Shown);
    let at_file = |message: String| [FieldError { field: "file".into(), message }];
    let carried = fields.get("table").to_owned();
    if fields.get("step") == "bring" {
        // The line that only machines need is left out.
        let text = carried.split_once('\n').map_or("", |(_, table)| table).to_owned();
        let fields = Fields::from_iter([("text".to_owned(), text)]);
        return bring(app, member, import, &fields, &[]).map(Next::Shown);
    }
    if uploaded.file.too_large {
        return begin(&at_file(table::Problem::TooLarge.to_string()));
    }
    let pasted = fields.get("text");
    let (bytes, named) = match () {
        () if !carried.is_empty() => (carried.into_bytes(), String::new()),
        () if !uploaded.file.bytes.is_empty() => (uploaded.file.bytes, fields.get("sheet").trim().to_owned()),
        () if !pasted.trim().is_empty() => (pasted.as_bytes().to_vec(), String::new()),
        () => return begin(&at_file("Choose a file, or paste a table".into())),
    };
    let read = app::compute(move || table::rows_of(&bytes, Some(named.as_str()).filter(|name| !name.is_empty()))).await?;
    let table = match read {
        Ok(table) if table.rows.is_empty() => return begin(&at_file("There is no row below the one that names the columns".into())),
        Ok(table) => table,
        Err(problem) => {
            let field = if problem == table::Problem::NoSuchSheet { "sheet" } else { "file" };
            return begin(&[FieldError { field: field.into(), message: problem.to_string() }]);
        }
    };
    if let Err(Error::Invalid(errors)) = as_text(&table) {
        return begin(&errors);
    }
    let wanted = import.wanted;
    // From the first page there is no choice yet.
    let chosen = wanted.iter().any(|wanted| !fields.get(&field_of(wanted.key)).is_empty());
    let choose = |key: &str| fields.get(&field_of(key));
    let mapping = if chosen { Mapping::chosen(wanted, table.header.len(), choose) } else { Mapping::guess(wanted, &table.header) };
    let sheet = Sheet { wanted, table, mapping };
    if fields.get("step") == "match" {
        return matching(app, member, import, &sheet, &fields, &[]).map(Next::Shown);
    }
    let missing: Vec<FieldError> = wanted
        .iter()
        .filter(|wanted| wanted.required && !sheet.has(wanted.key))
        .map(|wanted| FieldError { field: field_of(wanted.key).into(), message: format!("Choose the column that holds: {}", wanted.label) })
        .collect();
    if !missing.is_empty() {
        return matching(app, member, import, &sheet, &fields, &missing).map(Next::Shown);
    }
    Ok(if fields.get("step") == "make" { Next::Make(sheet, fields) } else { Next::Check(sheet, fields) })
}
