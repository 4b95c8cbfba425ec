//! The console's cookies: session, form token before sign-in, language and theme.

use axum::http::{HeaderMap, HeaderValue, header};

/// One of the cookies.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cookie {
    /// The session of somebody who is signed in.
    Session,
    /// The text that forms must carry before sign-in.
    Form,
    /// The language that was chosen.
    Language,
    /// The theme that was chosen.
    Theme,
}

impl Cookie {
    /// The value of the cookie in a request.
    pub(crate) fn read(self, headers: &HeaderMap, secure: bool) -> Option<&str> {
        let name = self.name(secure);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value)
    }

    /// A `Set-Cookie` header. `seconds` is how long the browser keeps it; `None`: until it closes.
    ///
    /// The value must be of letters, digits and hyphens, as all of ours are.
    pub(crate) fn write(self, secure: bool, value: &str, seconds: Option<u64>) -> HeaderValue {
        let mut text = format!("{}={value}; Path=/; HttpOnly; SameSite=Strict", self.name(secure));
        if secure {
            text.push_str("; Secure");
        }
        if let Some(seconds) = seconds {
            text.push_str(&format!("; Max-Age={seconds}"));
        }
        HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
    }

    /// A `Set-Cookie` header that removes it.
    pub(crate) fn remove(self, secure: bool) -> HeaderValue {
        self.write(secure, "", Some(0))
    }

    /// `__Host-` binds a cookie to this host and to TLS; without TLS a browser refuses the prefix.
    const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Session, true) => "__Host-usersig-session",
            (Self::Session, false) => "usersig-session",
            (Self::Form, true) => "__Host-usersig-form",
            (Self::Form, false) => "usersig-form",
            (Self::Language, true) => "__Host-usersig-language",
            (Self::Language, false) => "usersig-language",
            (Self::Theme, true) => "__Host-usersig-theme",
            (Self::Theme, false) => "usersig-theme",
        }
    }
}
