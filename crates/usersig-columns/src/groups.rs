//! Rows side by side, those of one application together.

use std::collections::HashMap;

/// What was prepared for each application, made when its first row comes.
pub(crate) struct Applications<T> {
    prepared: Vec<T>,
    places: HashMap<u32, usize>,
    /// The application of the row before, which is usually this row's too.
    last: Option<(u32, usize)>,
}

impl<T> Applications<T> {
    pub(crate) fn new() -> Self {
        Self { prepared: Vec::new(), places: HashMap::new(), last: None }
    }

    /// The place of what is prepared for an application.
    #[inline]
    pub(crate) fn place<E>(
        &mut self,
        sdkappid: u32,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<usize, E> {
        if let Some((last, place)) = self.last
            && last == sdkappid
        {
            return Ok(place);
        }
        let place = match self.places.get(&sdkappid) {
            Some(place) => *place,
            None => {
                self.prepared.push(make()?);
                let place = self.prepared.len() - 1;
                self.places.insert(sdkappid, place);
                place
            }
        };
        self.last = Some((sdkappid, place));
        Ok(place)
    }

    pub(crate) fn get(&self, place: usize) -> Option<&T> {
        self.prepared.get(place)
    }
}

/// Splits rows into those of one application each.
///
/// `place_of` is the place of each row's application; `None` is a row that is passed over. `work`
/// is called once for each application, with its place and its rows, which stand in order.
pub(crate) fn by_application(
    places: &[Option<usize>],
    rows: &mut Vec<usize>,
    mut work: impl FnMut(usize, &[usize]),
) {
    let mut next = places.iter().flatten().min().copied();
    while let Some(place) = next {
        rows.clear();
        next = None;
        for (row, &of) in places.iter().enumerate() {
            match of {
                Some(of) if of == place => rows.push(row),
                Some(of) if of > place => next = Some(next.map_or(of, |next: usize| next.min(of))),
                _ => {}
            }
        }
        work(place, rows);
    }
}

/// Rows that are worked on side by side: their tickets stay in the processor's cache until they
/// are copied.
pub(crate) const ROWS: usize = 512;
