//! `usersig completions` and `usersig man`, from the same definitions as the help.

use std::process::ExitCode;

use clap::CommandFactory;

use crate::args::{Args, Completions};
use crate::fault::Fault;
use crate::output;

pub(crate) fn completions(args: &Completions) -> Result<ExitCode, Fault> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "usersig", &mut script);
    output::bytes(&script)?;
    Ok(ExitCode::SUCCESS)
}

/// One page with every command, so that `man ./usersig.1` shows them all.
pub(crate) fn man() -> Result<ExitCode, Fault> {
    let mut command = Args::command();
    command.build();
    let mut page = Vec::new();
    let failed = |error| Fault::stream("write the manual page", &error);
    clap_mangen::Man::new(command.clone()).render(&mut page).map_err(failed)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let title = format!("usersig {}", sub.get_name());
        page.extend(format!(".SH \"{}\"\n", title.to_uppercase()).into_bytes());
        let man = clap_mangen::Man::new(sub.clone().display_name(title));
        man.render_synopsis_section(&mut page).map_err(failed)?;
        man.render_options_section(&mut page).map_err(failed)?;
    }
    output::bytes(&page)?;
    Ok(ExitCode::SUCCESS)
}
