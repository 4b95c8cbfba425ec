//! The console's own style sheet, script and icon, compiled in. Their addresses change with their content.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

/// One file.
pub(crate) struct Asset {
    /// Its address.
    pub(crate) address: String,
    name: String,
    media: &'static str,
    text: &'static str,
}

/// The style sheet.
pub(crate) static STYLE: LazyLock<Asset> = LazyLock::new(|| Asset::new("console", "css", "text/css", CSS));
/// The script.
pub(crate) static SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("console", "js", "text/javascript", include_str!("../assets/console.js")));
/// The icon of a browser's tab.
pub(crate) static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("icon", "svg", "image/svg+xml", include_str!("../assets/icon.svg")));

impl Asset {
    fn new(name: &str, ending: &str, media: &'static str, text: &'static str) -> Self {
        let digest = Sha256::digest(text.as_bytes());
        let print: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let name = format!("{name}.{print}.{ending}");
        Self { address: format!("/assets/{name}"), name, media, text }
    }
}

/// Answers with a file; it may be kept for ever, since its address changes with it.
pub(crate) async fn serve(Path(name): Path<String>) -> Response {
    let asset = [&*STYLE, &*SCRIPT, &*ICON].into_iter().find(|asset| asset.name == name);
    match asset {
        Some(asset) => (
            [
                (header::CONTENT_TYPE, format!("{}; charset=utf-8", asset.media)),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
            ],
            asset.text,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

const CSS: &str = concat!(
    include_str!("../assets/tokens.css"),
    include_str!("../assets/base.css"),
    include_str!("../assets/frame.css"),
    include_str!("../assets/parts.css"),
);
