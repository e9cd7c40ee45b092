//! Who acts, as what, in which group: what every command asks for. A page gets it from the session,
//! the API from the token; whoever has no seat in the group finds nothing there.

use std::collections::HashMap;

use axum::{
    extract::{FromRequestParts, Path, RawPathParams},
    http::{HeaderMap, request::Parts},
};
use jiff::civil::Date;
use kernel::{
    App, Error, Result,
    actor::Actor,
    api::bearer,
    keys,
    ledger::Fact,
    limits::Class,
    page::{Frame, NavLink, SignedIn},
    session::{self, Session},
};
use uuid::Uuid;

use crate::{
    groups::{self, Group},
    membership::{self, Seat, Side},
    people::{self, Scope},
    permissions::{Role, Verb, deputy_may, may},
};

/// A person acting in a group.
#[derive(Clone, Debug)]
pub struct Acting {
    /// The group.
    pub group: Group,
    /// The person's key.
    pub person: Uuid,
    /// The person's name.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// What they are in the group.
    pub role: Role,
    /// Which side their seat counts for.
    pub side: Side,
    /// Whether they stand in for their side's co-chair, as deputy or for a stated time.
    pub deputy: bool,
    /// Until when they act for their side's co-chair, if they were chosen to.
    pub acting_until: Option<Date>,
    /// Whether they run the installation as well.
    pub operator: bool,
}

impl Acting {
    /// Whether they may do it.
    #[must_use]
    pub fn may(&self, verb: Verb) -> bool {
        may(self.role, verb) || self.deputy && deputy_may(verb)
    }

    /// Goes on only if they may.
    ///
    /// # Errors
    /// [`Error::NotFound`]: what one may not see is not there.
    pub fn must(&self, verb: Verb) -> Result<()> {
        if self.may(verb) { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Goes on only if they may. Who may see the thing is told why not.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who may not see it; [`Error::Forbidden`] with `why` for who may see it only.
    pub fn must_or(&self, verb: Verb, seen: Verb, why: &str) -> Result<()> {
        self.must(seen)?;
        if self.may(verb) { Ok(()) } else { Err(Error::Forbidden(why.to_owned())) }
    }

    /// As the ledger writes it.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Person(self.person)
    }

    /// What they acted as, for the ledger.
    #[must_use]
    pub fn acted_as(&self) -> Fact {
        Fact::Word(self.role.key().to_owned())
    }

    /// What they are, in words: `GP co-chair`.
    #[must_use]
    pub fn role_words(&self) -> String {
        match self.acting_until {
            Some(until) => membership::acting_words(self.role, self.side, until),
            None => membership::seat_words(self.role, self.side, self.deputy),
        }
    }

    /// Whoever sits on a seat. That it is them is for the caller to know: by their session, their token, the mail they sent.
    #[must_use]
    pub fn new(app: &App, group: Group, seat: Seat) -> Self {
        let acting_until = seat.acting_on(app.clock.today(&group.time_zone));
        Self {
            group,
            person: seat.person,
            name: seat.name,
            email: seat.email,
            role: seat.role,
            side: seat.side,
            deputy: seat.deputy || acting_until.is_some(),
            acting_until,
            operator: seat.operator,
        }
    }
}

/// The group's slug in the address.
fn slug(params: &RawPathParams) -> &str {
    params.iter().find(|(name, _)| *name == "group").map_or("", |(_, value)| value)
}

/// A signed-in person on a page of a group.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who acts.
    pub acting: Acting,
    /// Their session.
    pub session: Session,
}

impl FromRequestParts<App> for Member {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let shown = session::shown(app, &parts.headers).ok_or(Error::SignInNeeded)?;
        let params = RawPathParams::from_request_parts(parts, app).await.map_err(|_| Error::NotFound)?;
        let found = membership::seat_in_session(&app.db, &shown, slug(&params)).await?;
        let (person, seen_at, seat) = found.ok_or(Error::SignInNeeded)?;
        let session = shown.belongs_to(app, person, seen_at).await;
        let (group, seat) = seat.ok_or(Error::NotFound)?;
        Ok(Self { acting: Acting::new(app, group, seat), session })
    }
}

/// Whether a request comes from somebody who sits in a group. Unlike [`Member`] it notes nothing of the session.
///
/// # Errors
/// When the database fails.
pub async fn sits_in(app: &App, headers: &HeaderMap, slug: &str) -> Result<bool> {
    let Some(shown) = session::shown(app, headers) else { return Ok(false) };
    Ok(matches!(membership::seat_in_session(&app.db, &shown, slug).await?, Some((_, _, Some(_)))))
}

impl Member {
    /// The frame of a page of the group: `current` is the navigation's part that the page belongs to.
    #[must_use]
    pub fn frame(&self, app: &App, title: impl Into<String>, current: &str) -> Frame {
        let base = format!("/{}", self.acting.group.slug);
        // One line for each room; a room is shown to whoever may enter it.
        let rooms = [
            ("Start", "", Verb::SeeGroup),
            ("Issues", "/issues", Verb::ReadIssues),
            ("Patterns", "/patterns", Verb::SeeMeetings),
            ("Meetings", "/meetings", Verb::ReadPublished),
            ("Decisions", "/decisions", Verb::ReadPublished),
            ("Agreements", "/agreements", Verb::ReadPublished),
            ("Actions", "/actions", Verb::SeeMeetings),
            ("Cascade", "/cascade", Verb::SeeMeetings),
            ("Members", "/members", Verb::SeeMembers),
            ("Directory", "/directory", Verb::SeeDirectory),
            ("Terms", "/terms", Verb::ReadPublished),
            ("Held-up work", "/held-work", Verb::SeeHeldWork),
        ];
        let installation = self.acting.operator.then(|| NavLink { label: "Installation", href: "/operator".into(), current: false });
        let nav = rooms
            .into_iter()
            .filter(|(_, _, verb)| self.acting.may(*verb))
            .map(|(label, path, _)| NavLink { label, href: format!("{base}{path}"), current: path == current })
            .chain(installation)
            .collect();
        let person = SignedIn { name: self.acting.name.clone(), role: self.acting.role_words(), forgery: self.session.forgery_token(app) };
        Frame {
            group: Some(self.acting.group.name.clone()),
            shapes: self.acting.group.shapes.clone(),
            home: base,
            person: Some(person),
            nav,
            ..Frame::plain(app, title)
        }
    }
}

/// A caller of the API: a person's token, in a group.
#[derive(Clone, Debug)]
pub struct ApiCaller {
    /// Who acts.
    pub acting: Acting,
    scopes: Vec<Scope>,
}

impl ApiCaller {
    /// Goes on only if the token is good for this.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when the token was not given this scope.
    pub fn needs(&self, scope: Scope) -> Result<()> {
        if self.scopes.contains(&scope) {
            return Ok(());
        }
        Err(Error::Forbidden(format!("This token does not have the scope {}.", scope.key())))
    }
}

/// The token of a call, and the group's part of its address.
async fn token_and_slug(parts: &mut Parts, app: &App) -> Result<(people::Token, String)> {
    let token = bearer(&parts.headers).ok_or(Error::SignInNeeded)?;
    let token = people::token(&app.db, &keys::hash(token)).await?.ok_or(Error::SignInNeeded)?;
    if !token.unlimited {
        app.limits.check(Class::Api, app.keys.sign("token", &[token.id.as_bytes()]))?;
    }
    let Path(mut params) = Path::<HashMap<String, String>>::from_request_parts(parts, app).await.map_err(|_| Error::NotFound)?;
    Ok((token, params.remove("group").unwrap_or_default()))
}

impl FromRequestParts<App> for ApiCaller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let (token, slug) = token_and_slug(parts, app).await?;
        let (group, seat) = membership::seat_at(&app.db, &slug, token.person).await?;
        Ok(Self { acting: Acting::new(app, group, seat), scopes: token.scopes })
    }
}

/// Whoever runs the installation, calling the API about a group with a token of that scope; they need no seat in it.
#[derive(Clone, Debug)]
pub struct OperatorCaller {
    /// The group.
    pub group: Group,
}

impl FromRequestParts<App> for OperatorCaller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let (token, slug) = token_and_slug(parts, app).await?;
        if token.scopes.contains(&Scope::Operator) && people::operator(&app.db, token.person).await.is_ok() {
            return Ok(Self { group: groups::by_slug(&app.db, &slug).await? });
        }
        // Who sits in the group is told why not; to everybody else it is not there.
        membership::seat_at(&app.db, &slug, token.person).await?;
        Err(Error::Forbidden("This is for whoever runs the installation, with a token of the scope operator.".into()))
    }
}
