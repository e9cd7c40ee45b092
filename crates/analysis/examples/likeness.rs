//! Measures likeness: `cargo run --release -p analysis --example likeness -- [ISSUES.jsonl] [BANKING77.csv]`.

use std::{error::Error, time::Instant};

use analysis::likeness::{Abbreviations, Engine, Mix, Sentences, Vector, rank};

type Texts = Vec<(String, String)>;

#[expect(clippy::disallowed_methods, reason = "a measurement, apart from the program; the area below knows no clock")]
fn now() -> Instant {
    Instant::now()
}

fn main() -> Result<(), Box<dyn Error>> {
    let start = now();
    let engine = Engine::get();
    println!("{}: ready in {:.0} ms", engine.name(), start.elapsed().as_secs_f64() * 1e3);
    let mut paths = std::env::args().skip(1);
    let issues = paths.next().map(|path| std::fs::read_to_string(path).map(|text| issues(&text))).transpose()?.unwrap_or_default();
    let held_out = twins(include_str!("../src/likeness/held_out.txt"), "held out ");
    let choosing = twins(include_str!("../src/likeness/twins_choosing.txt"), "choosing ");
    let mut learnt = twins(include_str!("../src/likeness/twins.txt"), "first ");
    learnt.extend(twins(include_str!("../src/likeness/twins_more.txt"), "second "));
    let reports = [include_str!("../src/themes/held_out.txt"), include_str!("../src/themes/unseen.txt")];
    let others: Texts =
        reports.into_iter().flat_map(str::lines).filter_map(|line| Some((String::new(), line.rsplit_once('|')?.1.into()))).collect();
    let together: Texts = held_out.iter().chain(&learnt).chain(&others).cloned().collect();
    let topics_held_out = topics(&held_out).len();
    if std::env::var_os("LIKENESS_CHOOSING_ALONE").is_none() {
        println!("the model alone: twins held out {}", by_meaning(&together, topics_held_out));
    }
    for engine in [&Engine::words_only(), engine] {
        println!("{}: twins to choose by, among themselves {}", engine.name(), recall(engine, &choosing, |_| true));
        if std::env::var_os("LIKENESS_CHOOSING_ALONE").is_some() {
            continue;
        }
        println!("{}: twins held out, among {} {}", engine.name(), together.len(), recall(engine, &together, |n| n < topics_held_out));
        println!("{}: twins held out, among themselves {}", engine.name(), recall(engine, &held_out, |_| true));
        println!("{}: the sample of issues {}", engine.name(), recall(engine, &issues, |_| true));
        let with_others: Texts = issues.iter().chain(&together).cloned().collect();
        let topics = topics(&issues).len();
        println!("{}: the sample among all these {}", engine.name(), recall(engine, &with_others, |n| n < topics));
    }
    if let Some(path) = paths.next() {
        let text = std::fs::read_to_string(path)?;
        banking(&Engine::words_only(), &text);
        banking(engine, &text);
    }
    speed(engine, &together);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM")) {
        println!("{line}");
    }
    Ok(())
}

/// The texts of a set, each with its fault: its name is made different from those of other sets and of others of its name.
fn twins(text: &str, set: &str) -> Texts {
    let mut topic = String::new();
    let mut texts = Texts::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("= ") {
            Some(name) => topic = format!("{set}{} {name}", texts.len()),
            None => texts.push((topic.clone(), line.to_owned())),
        }
    }
    texts
}

fn issues(text: &str) -> Texts {
    let lines = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    lines
        .map(|issue| (issue["duplicate_group"].as_str().unwrap_or_default().into(), issue["text"].as_str().unwrap_or_default().into()))
        .collect()
}

fn topics(texts: &Texts) -> Vec<&String> {
    let mut topics: Vec<&String> = Vec::new();
    for (topic, _) in texts {
        if !topic.is_empty() && !topics.contains(&topic) {
            topics.push(topic);
        }
    }
    topics
}

/// In how many of the chosen topics' texts a twin is among the first five of all others.
fn recall(engine: &Engine, texts: &Texts, chosen: impl Fn(usize) -> bool) -> String {
    let (table, topics) = (Abbreviations::default(), topics(texts));
    let vectors: Vec<Vector> = texts.iter().map(|(_, text)| engine.vector(text, &table)).collect();
    let (mut asked, mut found) = (0, 0);
    for (place, (topic, _)) in texts.iter().enumerate() {
        if !topics.iter().position(|other| *other == topic).is_some_and(&chosen) {
            continue;
        }
        let others: Vec<usize> = (0..texts.len()).filter(|other| *other != place).collect();
        let candidates: Vec<&Vector> = others.iter().map(|other| &vectors[*other]).collect();
        let first = rank(&Mix::default(), &vectors[place], &candidates, 5);
        asked += 1;
        found += usize::from(first.iter().any(|scored| texts[others[scored.index]].0 == *topic));
    }
    format!("{found} of {asked} ({:.2})", f64::from(found as u32) / f64::from(asked.max(1) as u32))
}

/// As [`recall`] of the first topics, by the direction of the meanings alone.
fn by_meaning(texts: &Texts, first: usize) -> String {
    let Some(sentences) = Sentences::shipped() else { return "without a model".into() };
    let (chosen, meanings): (Vec<&String>, Vec<Vec<f32>>) =
        (topics(texts).into_iter().take(first).collect(), texts.iter().map(|(_, text)| sentences.meaning(text)).collect());
    let (mut asked, mut found) = (0, 0);
    for (place, (topic, _)) in texts.iter().enumerate().filter(|(_, (topic, _))| chosen.contains(&topic)) {
        let near = |other: &usize| meanings[place].iter().zip(&meanings[*other]).map(|(a, b)| a * b).sum::<f32>();
        let mut others: Vec<(usize, f32)> = (0..texts.len()).filter(|other| *other != place).map(|other| (other, near(&other))).collect();
        others.sort_by(|a, b| b.1.total_cmp(&a.1));
        asked += 1;
        found += usize::from(others.iter().take(5).any(|(other, _)| texts[*other].0 == *topic));
    }
    format!("{found} of {asked} ({:.2})", f64::from(found as u32) / f64::from(asked.max(1) as u32))
}

/// One text of each intent is what somebody said before; every ninth of the others asks.
fn banking(engine: &Engine, text: &str) {
    let table = Abbreviations::with(&[]);
    let rows: Texts = text
        .lines()
        .skip(1)
        .filter_map(|line| line.rsplit_once(','))
        .map(|(text, intent)| (intent.into(), text.trim_matches('"').to_owned()))
        .collect();
    let first: Vec<&(String, String)> =
        topics(&rows).into_iter().filter_map(|intent| rows.iter().filter(|row| row.0 == *intent).nth(7)).collect();
    let vectors: Vec<Vector> = first.iter().map(|row| engine.vector(&row.1, &table)).collect();
    let candidates: Vec<&Vector> = vectors.iter().collect();
    let (mut asked, mut found) = (0, 0);
    for row in rows.iter().step_by(9).filter(|row| !first.contains(row)) {
        let ranked = rank(&Mix::default(), &engine.vector(&row.1, &table), &candidates, 5);
        asked += 1;
        found += usize::from(ranked.iter().any(|scored| first[scored.index].0 == row.0));
    }
    println!("BANKING77, {}: {found} of {asked} ({:.2})", engine.name(), f64::from(found as u32) / f64::from(asked as u32));
}

fn speed(engine: &Engine, texts: &Texts) {
    let table = Abbreviations::default();
    let mut times: Vec<f64> = Vec::new();
    let mut vectors = Vec::new();
    for (_, text) in texts {
        let start = now();
        vectors.push(engine.vector(text, &table));
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    println!("a text: {:.1} ms in the middle, {:.1} ms at the 95th percentile", times[times.len() / 2], times[times.len() * 95 / 100]);
    let candidates: Vec<&Vector> = (0..10_000).map(|n| &vectors[n % vectors.len()]).collect();
    let mut times: Vec<f64> = (0..50)
        .map(|n| {
            let start = now();
            std::hint::black_box(rank(&Mix::default(), &vectors[n], &candidates, 5));
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("ranking 10,000: {:.1} ms in the middle, {:.1} ms at the 95th percentile", times[25], times[47]);
}
