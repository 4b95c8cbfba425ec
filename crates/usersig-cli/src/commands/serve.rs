//! `usersig serve`

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args as ClapArgs;
use usersig_server::{Settings, Sources};

use crate::fault::Fault;
use crate::output;

/// What `usersig serve` takes. Every setting has an option of its own or goes through `--set`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Serve {
    /// File with settings, TOML; also USERSIG_CONFIG
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Address and port to listen on; 127.0.0.1:7788 by default
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<SocketAddr>,

    /// Folder of the embedded database and the master key; usersig-data by default
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<String>,

    /// Database: a path, or postgres://… (a password belongs into USERSIG_STORE or USERSIG_STORE_FILE)
    #[arg(long, value_name = "LOCATION")]
    pub(crate) store: Option<String>,

    /// Any other setting, for example --set limits.connections=1000
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,

    /// Print every setting with its value and where that comes from, and end
    #[arg(long)]
    pub(crate) print_config: bool,
}

pub(crate) fn run(args: &Serve) -> Result<ExitCode, Fault> {
    let mut sources = Sources::of_process();
    sources.file.clone_from(&args.config);
    let listen = args.listen.map(|address| address.to_string());
    for (name, value) in [("listen", &listen), ("data", &args.data), ("store", &args.store)] {
        if let Some(value) = value {
            sources.flags.push((name.into(), value.clone(), format!("--{name}")));
        }
    }
    for pair in &args.set {
        let (name, value) = pair.split_once('=').ok_or_else(|| {
            Fault::usage("a setting is written as NAME=VALUE", "for example --set limits.connections=1000")
        })?;
        sources.flags.push((name.into(), value.into(), format!("--set {name}")));
    }
    if args.print_config {
        let settings = Settings::read(&sources).map_err(fault)?;
        output::line(settings.print())?;
        return Ok(ExitCode::SUCCESS);
    }
    usersig_server::run(&sources).map_err(fault)?;
    Ok(ExitCode::SUCCESS)
}

fn fault(fault: usersig_server::Fault) -> Fault {
    match fault.is_setting {
        true => Fault::usage(fault.message, fault.hint),
        false => Fault::machine(fault.message, fault.hint),
    }
}
