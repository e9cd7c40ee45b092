//! The verbs on people: invite, send a way to sign in, sign in, sign out.

use axum::http::HeaderValue;
use jiff::SignedDuration;
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    form::Checks,
    keys,
    ledger::{self, Event, Fact},
    limits,
    limits::Allowance,
    mail::{self, Letter, Outgoing},
    session::{self, Session},
};
use uuid::Uuid;

use super::{
    model::{Person, Scope, Token},
    store,
};

/// How long a mailed way to sign in is good.
const MAIL_MINUTES: i64 = 20;
/// Mails for one account: enough for a person who mistypes, too few to fill a mailbox.
const ASK: Allowance = Allowance { name: "sign-in", tries: 5, minutes: 15 };
/// Guesses of the six digits of one mail.
const GUESS: Allowance = Allowance { name: "sign-in-code", tries: 5, minutes: 15 };
/// Tries from one address: a whole board sits behind it.
const FROM_ONE_PLACE: Allowance = Allowance { name: "sign-in-place", tries: 300, minutes: 15 };

/// A person to be invited.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Their name.
    pub name: String,
    /// Their mail address.
    pub email: String,
    /// Whether they run the deployment.
    pub operator: bool,
}

/// Makes an account, or finds the one that has this address already and makes it an operator's if asked.
///
/// # Errors
/// [`Error::Invalid`] without a name or a mail address.
pub async fn invite(app: &App, tx: &mut Tx, new: NewPerson) -> Result<Person> {
    let mut checks = Checks::default();
    let email = checks.mail_address("email", &new.email).to_lowercase();
    if email.is_empty() {
        checks.fail("email", "Enter an email address");
    }
    if new.name.trim().is_empty() {
        checks.fail("name", "Enter a name");
    }
    checks.done()?;
    if let Some(known) = store::by_email(&mut *tx, &email).await? {
        if new.operator && !known.operator {
            store::make_operator(tx, known.id).await?;
            ledger::record(tx, Event::new(ledger::DEPLOYMENT, app.clock.now(), Actor::System, "person.made-operator", known.id)).await?;
        }
        return Ok(Person { operator: known.operator || new.operator, ..known });
    }
    let now = app.clock.now();
    let person = Person { id: app.ids.key(now)?, name: new.name.trim().to_owned(), email, operator: new.operator };
    store::insert(tx, &person, now).await?;
    ledger::record(tx, Event::new(ledger::DEPLOYMENT, now, Actor::System, "person.invited", person.id)).await?;
    Ok(person)
}

/// Makes a token of the API for a person; gives the secret, which is shown this once.
///
/// # Errors
/// When the database fails.
pub async fn make_token(app: &App, tx: &mut Tx, person: Uuid, label: &str, scopes: &[Scope], unlimited: bool) -> Result<String> {
    let (now, secret) = (app.clock.now(), format!("brig_{}", app.ids.secret()?));
    let token = Token { id: app.ids.key(now)?, person, scopes: scopes.to_vec(), unlimited };
    store::insert_token(tx, &token, &keys::hash(&secret), label, now).await?;
    ledger::record(tx, Event::new(ledger::DEPLOYMENT, now, Actor::System, "token.made", token.id).with("person", Fact::Key(person)))
        .await?;
    Ok(secret)
}

/// What the page after asking needs: the sign-in that the six digits belong to.
pub(super) struct Asked {
    pub(super) attempt: Uuid,
}

/// Mails a link and six digits to whoever has this address. Whether anybody has is told to nobody.
pub(super) async fn ask(app: &App, email: &str, next: &str, caller: [u8; 32]) -> Result<Asked> {
    let mut checks = Checks::default();
    let email = checks.mail_address("email", email).to_lowercase();
    if email.is_empty() {
        checks.fail("email", "Enter the email address that your group knows you by");
    }
    checks.done()?;
    limits::count(app, FROM_ONE_PLACE, &caller).await?;
    limits::count(app, ASK, &app.keys.sign("sign-in", &[email.as_bytes()])).await?;
    let Some(person) = store::by_email(&app.db, &email).await? else {
        return Ok(Asked { attempt: app.ids.key(app.clock.now())? });
    };
    let mut tx = app.begin().await?;
    let way = prepare(app, &mut tx, person.id, next, MAIL_MINUTES).await?;
    let letter = Letter::new("Your way to sign in to Brig", "Sign in to Brig", "Brig, for your interface group")
        .paragraph(format!("Hello {}. Open this link and press the button there:", person.name))
        .button("Sign in", &way.url)
        .paragraph("Or type these six digits on the page that you asked from:")
        .code(&way.code)
        .paragraph(format!("Both work once, within {MAIL_MINUTES} minutes. If you did not ask for this, you can ignore it: nobody is signed in until the button is pressed."));
    mail::post(
        app,
        &mut tx,
        Outgoing { scope: None, to: person.email, letter, cause: way.attempt, kind: "sign-in", parts: Vec::new(), reply_to: None },
    )
    .await?;
    app.commit(tx).await?;
    Ok(Asked { attempt: way.attempt })
}

struct Way {
    attempt: Uuid,
    url: String,
    code: String,
}

async fn prepare(app: &App, tx: &mut Tx, person: Uuid, next: &str, minutes: i64) -> Result<Way> {
    let now = app.clock.now();
    let (attempt, secret, code) = (app.ids.key(now)?, app.ids.secret()?, app.ids.six_digits()?);
    let sign_in = store::SignIn {
        id: attempt,
        person,
        token_hash: keys::hash(&secret),
        code_hash: code_hash(attempt, &code),
        next_path: own_path(next).to_owned(),
        expires_at: now + SignedDuration::from_mins(minutes),
    };
    store::insert_sign_in(tx, &sign_in, now).await?;
    Ok(Way { attempt, url: app.url(&format!("/sign-in/link/{secret}")), code })
}

/// A link to sign in by, good for a day: for the operator's command line, to be handed over.
///
/// # Errors
/// When the database fails.
pub async fn sign_in_link(app: &App, tx: &mut Tx, person: Uuid) -> Result<String> {
    Ok(prepare(app, tx, person, "/", 24 * 60).await?.url)
}

/// Only a path on our own site, so that nobody is sent elsewhere after signing in.
fn own_path(next: &str) -> &str {
    let plain = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r']) && next.len() < 500;
    if plain { next } else { "/" }
}

fn code_hash(attempt: Uuid, code: &str) -> Vec<u8> {
    keys::hash(&format!("{attempt}/{code}"))
}

/// Signs in by the mailed link, after the button there was pressed; gives the cookie and the page to go on to.
pub(super) async fn sign_in_by_link(app: &App, secret: &str) -> Result<Option<(HeaderValue, String)>> {
    let mut tx = app.begin().await?;
    let Some((person, next)) = store::take_by_link(&mut tx, &keys::hash(secret), app.clock.now()).await? else { return Ok(None) };
    let cookie = begin_session(app, &mut tx, person).await?;
    app.commit(tx).await?;
    Ok(Some((cookie, next)))
}

/// Begins a session and notes that somebody signed in.
async fn begin_session(app: &App, tx: &mut Tx, person: Uuid) -> Result<HeaderValue> {
    ledger::record(tx, Event::new(ledger::DEPLOYMENT, app.clock.now(), Actor::Person(person), "person.signed-in", person)).await?;
    session::begin(app, tx, person).await
}

/// Whether a mailed link can still be used.
pub(super) async fn link_waits(app: &App, secret: &str) -> Result<bool> {
    store::link_waits(&app.db, &keys::hash(secret), app.clock.now()).await
}

/// Signs in by the six digits.
pub(super) async fn sign_in_by_code(app: &App, attempt: Uuid, typed: &str, caller: [u8; 32]) -> Result<Option<(HeaderValue, String)>> {
    limits::count(app, FROM_ONE_PLACE, &caller).await?;
    limits::count(app, GUESS, attempt.as_bytes()).await?;
    let digits: String = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
    let mut tx = app.begin().await?;
    let taken = store::take_by_code(&mut tx, attempt, &code_hash(attempt, &digits), app.clock.now()).await?;
    let Some((person, next)) = taken else { return Ok(None) };
    let cookie = begin_session(app, &mut tx, person).await?;
    app.commit(tx).await?;
    Ok(Some((cookie, next)))
}

/// Signs in as a person without any proof: the demonstration only.
///
/// # Errors
/// [`Error::NotFound`] outside a demonstration, or without such a person.
pub async fn sign_in_as(app: &App, person: Uuid) -> Result<HeaderValue> {
    if !app.settings.demonstration {
        return Err(Error::NotFound);
    }
    store::find(&app.db, person).await?;
    let mut tx = app.begin().await?;
    let cookie = begin_session(app, &mut tx, person).await?;
    app.commit(tx).await?;
    Ok(cookie)
}

/// Signs out.
pub(super) async fn sign_out(app: &App, session: &Session) -> Result<()> {
    let mut tx = app.begin().await?;
    session::end(&mut tx, session).await?;
    app.commit(tx).await
}

/// Forgets ways to sign in that are no longer good.
///
/// # Errors
/// When the database fails.
pub async fn sweep(app: &App) -> Result<()> {
    let mut tx = app.begin().await?;
    store::sweep(&mut tx, app.clock.now()).await?;
    app.commit(tx).await
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn signing_in_leads_to_our_own_pages_only() {
        assert_eq!(own_path("/north-moor/issues?state=new"), "/north-moor/issues?state=new");
        for elsewhere in ["https://evil.example", "//evil.example", "/\\evil.example", "", "evil"] {
            assert_eq!(own_path(elsewhere), "/", "{elsewhere}");
        }
    }
}
