//! Queries of addresses.

use percent_encoding::percent_decode_str;

/// The value of a parameter that may stand there once; `+` is a plus sign, as it is in a ticket.
pub(crate) fn only(query: &str, name: &str) -> Result<Option<String>, ()> {
    let mut found = None;
    for pair in query.split('&') {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if decode(key)? != name {
            continue;
        }
        if found.replace(decode(value)?).is_some() {
            return Err(());
        }
    }
    Ok(found)
}

fn decode(text: &str) -> Result<String, ()> {
    percent_decode_str(text).decode_utf8().map(Into::into).map_err(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_stand_once_and_keep_their_plus() {
        assert_eq!(only("a=1&usersig=x+y%2Bz*-_", "usersig"), Ok(Some("x+y+z*-_".into())));
        assert_eq!(only("a=1", "b"), Ok(None));
        assert_eq!(only("a", "a"), Ok(Some(String::new())));
        assert_eq!(only("a=1&%61=2", "a"), Err(()));
        assert_eq!(only("a=%ff", "a"), Err(()));
    }
}
