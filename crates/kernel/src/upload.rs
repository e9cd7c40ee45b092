//! A form that carries a file. What is too large is read to its end and thrown away, so that the browser gets an answer
//! and not a broken connection.

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request},
    routing::MethodRouter,
};

use crate::{
    App, Error, Result,
    form::{FORGERY, FORM_KEY, Fields, FormKey},
    session::{self, Session},
};

/// The largest file that we take: 8 MB.
pub const LARGEST_FILE: usize = 8 * 1024 * 1024;
/// The most bytes of a request that are read at all, so that what is too large can be said.
const MOST: usize = 64 * 1024 * 1024;
/// The most bytes of the fields beside the file.
const MOST_TEXT: usize = 2 * 1024 * 1024;

/// A form with a file of a signed-in person. That it exists is proof that its forgery token was right.
#[derive(Debug)]
pub struct Uploaded {
    /// What was typed.
    pub fields: Fields,
    /// The file; empty where none was chosen.
    pub file: File,
    /// Whose session it came in.
    pub session: Session,
}

/// A form with a file that needs no account. Whether its key is right is for the handler to see.
#[derive(Debug)]
pub struct PublicUpload {
    /// What was typed.
    pub fields: Fields,
    /// The file; empty where none was chosen.
    pub file: File,
    /// The form's key, when it is one of ours and not too old.
    pub key: Option<FormKey>,
}

/// A file as it was sent.
#[derive(Debug, Default)]
pub struct File {
    /// What it is called, as the browser says.
    pub name: String,
    /// Its bytes; none when it is too large.
    pub bytes: Vec<u8>,
    /// Whether it is larger than [`LARGEST_FILE`].
    pub too_large: bool,
}

/// The routes with a limit that lets files through: for the one route that takes them.
pub fn route(path: &str, method: MethodRouter<App>) -> Router<App> {
    Router::new().route(path, method.layer(DefaultBodyLimit::max(MOST)))
}

impl FromRequest<App> for Uploaded {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let session = session::find(app, request.headers()).await?.ok_or(Error::SignInNeeded)?;
        let (fields, file) = read(request).await?;
        if session.owns(app, fields.get(FORGERY)) {
            return Ok(Self { fields, file, session });
        }
        Err(Error::Forbidden("This form was opened in an earlier sign-in. Go back, load the page again and send it.".into()))
    }
}

impl FromRequest<App> for PublicUpload {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let (fields, file) = read(request).await?;
        let key = FormKey::read(app, fields.get(FORM_KEY));
        Ok(Self { fields, file, key })
    }
}

/// What was typed, and the file.
pub(crate) async fn read(request: Request) -> Result<(Fields, File)> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    let (mut pairs, mut file, mut typed) = (Vec::new(), File::default(), 0);
    while let Some(mut part) = parts.next_field().await.map_err(|_| broken())? {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let most = if file_name.is_some() { LARGEST_FILE } else { MOST_TEXT.saturating_sub(typed) };
        let (mut bytes, mut too_large) = (Vec::new(), false);
        while let Some(chunk) = part.chunk().await.map_err(|_| Error::TooLarge)? {
            too_large |= bytes.len() + chunk.len() > most;
            if too_large {
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(&chunk);
            }
        }
        if let Some(name) = file_name {
            file = File { name, bytes, too_large };
        } else if too_large {
            return Err(Error::TooLarge);
        } else {
            typed += bytes.len();
            pairs.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Ok((pairs.into_iter().collect(), file))
}

fn broken() -> Error {
    Error::field("file", "The file did not arrive whole: send it again")
}
