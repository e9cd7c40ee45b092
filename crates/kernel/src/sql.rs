//! A statement and its typed arguments, and a row that came back, the same for both databases.

use futures_util::TryStreamExt;
use jiff::{Timestamp, civil::Date};
use jiff_sqlx::{Date as PgDate, Timestamp as PgTime};
use serde_json::Value as Json;
use sqlx::{
    Arguments, AssertSqlSafe, Row as _, SqlSafeStr,
    postgres::{PgArguments, PgRow},
    sqlite::{SqliteArguments, SqliteRow},
};
use uuid::Uuid;

use crate::{Error, On, Result, db::Conn, dialect::Dialect};

/// An argument of a statement. A missing value keeps its type, which PostgreSQL insists on.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text.
    Text(Option<String>),
    /// A whole number.
    Int(Option<i64>),
    /// A number.
    Float(Option<f64>),
    /// A yes or no.
    Bool(Option<bool>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
    /// A key.
    Uuid(Option<Uuid>),
    /// An instant, in whole milliseconds.
    Time(Option<Timestamp>),
    /// A civil day.
    Date(Option<Date>),
    /// What a person typed into a search box.
    Search(String),
}

/// How SQLite stores an instant: fixed width, so that text order is time order.
fn time_text(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

macro_rules! value_from {
    ($($type:ty => $variant:ident via $made:expr),+ $(,)?) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Self { Self::$variant(Some(($made)(value))) }
        }
        impl From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Self { Self::$variant(value.map($made)) }
        }
    )+};
}
value_from! {
    &str => Text via str::to_owned,
    &String => Text via String::clone,
    String => Text via std::convert::identity,
    i64 => Int via std::convert::identity,
    f64 => Float via std::convert::identity,
    bool => Bool via std::convert::identity,
    Vec<u8> => Bytes via std::convert::identity,
    &[u8] => Bytes via <[u8]>::to_vec,
    Uuid => Uuid via std::convert::identity,
    Timestamp => Time via std::convert::identity,
    Date => Date via std::convert::identity,
}
impl From<&Json> for Value {
    fn from(value: &Json) -> Self {
        Self::Text(Some(value.to_string()))
    }
}

/// A statement on its way to a database.
#[derive(Debug)]
#[must_use = "a statement does nothing until it is run"]
pub struct Sql {
    text: &'static str,
    values: Vec<Value>,
}

/// Begins a statement. The text is a constant of the program; what varies is bound.
pub fn sql(text: &'static str) -> Sql {
    Sql { text, values: Vec::new() }
}

impl Sql {
    /// Binds the next argument: the first is `$1`.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Binds what a person typed into a search box, as `{matches $n}` reads it.
    pub fn bind_search(self, typed: &str) -> Self {
        self.bind(Value::Search(typed.to_owned()))
    }

    /// All rows.
    ///
    /// # Errors
    /// When the database refuses the statement or does not answer.
    pub async fn all<'a>(self, on: impl Into<On<'a>>) -> Result<Vec<Row>> {
        Ok(match on.into().conn().await? {
            Conn::Sqlite(mut conn) => {
                let query = sqlx::query_with(self.sqlite_text(), self.sqlite()?);
                query.fetch(&mut *conn).map_ok(Row::Sqlite).try_collect().await?
            }
            Conn::Postgres(mut conn) => {
                let query = sqlx::query_with(self.postgres_text(), self.postgres()?);
                query.fetch(&mut *conn).map_ok(Row::Postgres).try_collect().await?
            }
        })
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// When the database refuses the statement or does not answer.
    pub async fn optional<'a>(self, on: impl Into<On<'a>>) -> Result<Option<Row>> {
        Ok(self.all(on).await?.into_iter().next())
    }

    /// The one row that must be there.
    ///
    /// # Errors
    /// [`Error::NotFound`] without a row; otherwise as [`Sql::all`].
    pub async fn one<'a>(self, on: impl Into<On<'a>>) -> Result<Row> {
        self.optional(on).await?.ok_or(Error::NotFound)
    }

    /// Runs a statement that returns no rows; tells how many rows it touched.
    ///
    /// # Errors
    /// When the database refuses the statement or does not answer.
    pub async fn run(self, tx: &mut crate::Tx) -> Result<u64> {
        Ok(match On::from(tx).conn().await? {
            Conn::Sqlite(mut conn) => {
                let query = sqlx::query_with(self.sqlite_text(), self.sqlite()?);
                query.execute(&mut *conn).await?.rows_affected()
            }
            Conn::Postgres(mut conn) => {
                let query = sqlx::query_with(self.postgres_text(), self.postgres()?);
                query.execute(&mut *conn).await?.rows_affected()
            }
        })
    }

    fn sqlite_text(&self) -> impl SqlSafeStr + use<> {
        AssertSqlSafe(Dialect::Sqlite.adapt(self.text))
    }

    fn postgres_text(&self) -> impl SqlSafeStr + use<> {
        AssertSqlSafe(Dialect::Postgres.adapt(self.text))
    }

    fn sqlite(&self) -> Result<SqliteArguments> {
        let mut arguments = SqliteArguments::default();
        for value in &self.values {
            match value.clone() {
                Value::Text(value) => arguments.add(value),
                Value::Int(value) => arguments.add(value),
                Value::Float(value) => arguments.add(value),
                Value::Bool(value) => arguments.add(value),
                Value::Bytes(value) => arguments.add(value),
                Value::Uuid(value) => arguments.add(value),
                Value::Time(value) => arguments.add(value.map(time_text)),
                Value::Date(value) => arguments.add(value.map(|date| date.to_string())),
                Value::Search(typed) => arguments.add(Dialect::Sqlite.search_query(&typed)),
            }
            .map_err(sqlx::Error::Encode)?;
        }
        Ok(arguments)
    }

    fn postgres(&self) -> Result<PgArguments> {
        let mut arguments = PgArguments::default();
        for value in &self.values {
            match value.clone() {
                Value::Text(value) => arguments.add(value),
                Value::Int(value) => arguments.add(value),
                Value::Float(value) => arguments.add(value),
                Value::Bool(value) => arguments.add(value),
                Value::Bytes(value) => arguments.add(value),
                Value::Uuid(value) => arguments.add(value),
                Value::Time(value) => arguments.add(value.map(PgTime::from)),
                Value::Date(value) => arguments.add(value.map(PgDate::from)),
                Value::Search(typed) => arguments.add(Dialect::Postgres.search_query(&typed)),
            }
            .map_err(sqlx::Error::Encode)?;
        }
        Ok(arguments)
    }
}

/// A row from either database.
#[derive(Debug)]
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

impl Row {
    /// The value of a column.
    ///
    /// # Errors
    /// When there is no such column or it holds another type: a fault of ours.
    pub fn get<T: Field>(&self, column: &str) -> Result<T> {
        Ok(match self {
            Self::Sqlite(row) => T::from_sqlite(row, column)?,
            Self::Postgres(row) => T::from_postgres(row, column)?,
        })
    }
}

/// A type that a column can be read as.
pub trait Field: Sized {
    /// Reads it from SQLite.
    ///
    /// # Errors
    /// When the column is missing or holds another type.
    fn from_sqlite(row: &SqliteRow, column: &str) -> sqlx::Result<Self>;
    /// Reads it from PostgreSQL.
    ///
    /// # Errors
    /// When the column is missing or holds another type.
    fn from_postgres(row: &PgRow, column: &str) -> sqlx::Result<Self>;
}

macro_rules! plain_field {
    ($($type:ty),+) => {$(
        impl Field for $type {
            fn from_sqlite(row: &SqliteRow, column: &str) -> sqlx::Result<Self> { row.try_get(column) }
            fn from_postgres(row: &PgRow, column: &str) -> sqlx::Result<Self> { row.try_get(column) }
        }
        impl Field for Option<$type> {
            fn from_sqlite(row: &SqliteRow, column: &str) -> sqlx::Result<Self> { row.try_get(column) }
            fn from_postgres(row: &PgRow, column: &str) -> sqlx::Result<Self> { row.try_get(column) }
        }
    )+};
}
plain_field!(String, i64, f64, bool, Vec<u8>, Uuid);

macro_rules! parsed_field {
    ($($type:ty as $postgres:ty),+) => {$(
        impl Field for $type {
            fn from_sqlite(row: &SqliteRow, column: &str) -> sqlx::Result<Self> { parsed(column, row.try_get(column)?) }
            fn from_postgres(row: &PgRow, column: &str) -> sqlx::Result<Self> {
                row.try_get::<$postgres, _>(column).map(|value| value.to_jiff())
            }
        }
        impl Field for Option<$type> {
            fn from_sqlite(row: &SqliteRow, column: &str) -> sqlx::Result<Self> {
                row.try_get::<Option<&str>, _>(column)?.map(|text| parsed(column, text)).transpose()
            }
            fn from_postgres(row: &PgRow, column: &str) -> sqlx::Result<Self> {
                Ok(row.try_get::<Option<$postgres>, _>(column)?.map(|value| value.to_jiff()))
            }
        }
    )+};
}
parsed_field!(Timestamp as PgTime, Date as PgDate);

impl Field for Json {
    fn from_sqlite(row: &SqliteRow, column: &str) -> sqlx::Result<Self> {
        parsed_json(column, row.try_get(column)?)
    }
    fn from_postgres(row: &PgRow, column: &str) -> sqlx::Result<Self> {
        parsed_json(column, row.try_get(column)?)
    }
}

fn parsed<T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>>(column: &str, text: &str) -> sqlx::Result<T> {
    text.parse().map_err(|source: T::Err| sqlx::Error::ColumnDecode { index: column.to_owned(), source: source.into() })
}

fn parsed_json(column: &str, text: &str) -> sqlx::Result<Json> {
    serde_json::from_str(text).map_err(|source| sqlx::Error::ColumnDecode { index: column.to_owned(), source: source.into() })
}
