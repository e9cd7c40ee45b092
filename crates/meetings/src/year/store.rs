//! Every statement on how a group plans its year.

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use kernel::{
    App, Error, On, Result, Tx,
    ledger::{Event, Fact},
    sql,
};
use uuid::Uuid;

use super::model::{Move, Standing, YearRules};
use crate::meetings::Kind;

/// How a group plans its year, or what will do until it has said so.
///
/// # Errors
/// When the database fails.
pub async fn rules(on: impl Into<On<'_>>, group: Uuid) -> Result<YearRules> {
    let mut on = on.into();
    let row = sql("SELECT moves, themes_public FROM year_rules WHERE group_id = $1").bind(group).optional(on.again()).await?;
    let mut rules = YearRules::default();
    if let Some(row) = row {
        let moves: String = row.get("moves")?;
        rules.moves = Move::from_key(&moves).ok_or_else(|| Error::internal("meetings are moved by an unknown rule"))?;
        rules.themes_public = row.get("themes_public")?;
    }
    let turns = sql("SELECT theme FROM theme_turns WHERE group_id = $1 ORDER BY position, theme").bind(group).all(on).await?;
    rules.turns = turns.iter().map(|row| row.get("theme")).collect::<Result<_>>()?;
    Ok(rules)
}

pub(super) async fn put_rules(tx: &mut Tx, group: Uuid, rules: &YearRules) -> Result<()> {
    sql("INSERT INTO year_rules (group_id, moves, themes_public) VALUES ($1, $2, $3) \
         ON CONFLICT (group_id) DO UPDATE SET moves = excluded.moves, themes_public = excluded.themes_public")
    .bind(group)
    .bind(rules.moves.key())
    .bind(rules.themes_public)
    .run(&mut *tx)
    .await?;
    sql("DELETE FROM theme_turns WHERE group_id = $1").bind(group).run(&mut *tx).await?;
    for (position, theme) in (1_i64..).zip(&rules.turns) {
        let row = sql("INSERT INTO theme_turns (group_id, theme, position) VALUES ($1, $2, $3)");
        row.bind(group).bind(theme).bind(position).run(&mut *tx).await?;
    }
    Ok(())
}

/// When a theme becomes part of another, its turn is the other's; where that has one already, it is given up.
pub fn follow_theme<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let (Some(Fact::Word(theme)), Some(Fact::Word(into))) = (event.facts.get("theme"), event.facts.get("into")) else { return Ok(()) };
        let moved = sql("UPDATE theme_turns SET theme = $3 WHERE group_id = $1 AND theme = $2 \
                         AND NOT EXISTS (SELECT 1 FROM theme_turns o WHERE o.group_id = $1 AND o.theme = $3)");
        moved.bind(event.scope).bind(theme.as_str()).bind(into.as_str()).run(&mut *tx).await?;
        sql("DELETE FROM theme_turns WHERE group_id = $1 AND theme = $2").bind(event.scope).bind(theme.as_str()).run(tx).await.map(drop)
    })
}

/// The meetings from a day on that were not cancelled, in the order of their days.
pub(super) async fn standing(on: impl Into<On<'_>>, group: Uuid, from: Date) -> Result<Vec<Standing>> {
    let rows = sql("SELECT number, held_on, theme, kind FROM meetings WHERE group_id = $1 AND held_on >= $2 AND state <> 'cancelled' \
                    ORDER BY held_on, number");
    let read = |row: &kernel::Row| {
        let kind: String = row.get("kind")?;
        let ordinary = Kind::from_key(&kind) == Some(Kind::Ordinary);
        Ok(Standing { number: row.get("number")?, day: row.get("held_on")?, theme: row.get("theme")?, ordinary })
    };
    rows.bind(group).bind(from).all(on).await?.iter().map(read).collect()
}

/// The day from which the rhythm counts: that of the last ordinary meeting up to a day; else of the first that is planned.
pub(super) async fn anchor(on: impl Into<On<'_>>, group: Uuid, today: Date) -> Result<Option<Date>> {
    let mut on = on.into();
    let last = sql("SELECT held_on FROM meetings WHERE group_id = $1 AND held_on <= $2 AND state <> 'cancelled' AND kind = 'ordinary' \
                    ORDER BY held_on DESC, number DESC LIMIT 1");
    if let Some(row) = last.bind(group).bind(today).optional(on.again()).await? {
        return row.get("held_on").map(Some);
    }
    let first = sql("SELECT held_on FROM meetings WHERE group_id = $1 AND held_on > $2 AND state <> 'cancelled' AND kind = 'ordinary' \
                     ORDER BY held_on, number LIMIT 1");
    first.bind(group).bind(today).optional(on).await?.map(|row| row.get("held_on")).transpose()
}
