//! What is done with every row.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, Int32Array, RecordBatch, StringArray};
use arrow_schema::SchemaRef;
use usersig::codes;
use usersig_columns::{
    ColumnError, InspectOptions, KeyRing, Names, Role, SignOptions, VerifyOptions, inspect, inspect_schema,
    sign, sign_schema, verify, verify_schema,
};

use crate::fault::Fault;

/// What is done with every row.
pub(crate) enum Operation {
    Sign(KeyRing, SignOptions),
    Verify(KeyRing, VerifyOptions),
    Inspect(InspectOptions),
}

impl Operation {
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Sign(..) => "sign",
            Self::Verify(..) => "verify",
            Self::Inspect(..) => "inspect",
        }
    }

    /// What became of the rows that are not bad.
    pub(crate) const fn done(&self) -> &'static str {
        match self {
            Self::Sign(..) => "signed",
            Self::Verify(..) => "valid",
            Self::Inspect(..) => "read",
        }
    }

    pub(crate) const fn roles(&self) -> &'static [Role] {
        match self {
            Self::Sign(..) => SignOptions::ROLES,
            Self::Verify(..) => VerifyOptions::ROLES,
            Self::Inspect(..) => InspectOptions::ROLES,
        }
    }

    pub(crate) fn schema(&self) -> SchemaRef {
        match self {
            Self::Sign(..) => sign_schema(),
            Self::Verify(..) => verify_schema(),
            Self::Inspect(..) => inspect_schema(),
        }
    }

    /// The results of a batch. A row of `malformed` could not be read at all, for the reason given.
    pub(crate) fn apply(
        &self,
        batch: &RecordBatch,
        malformed: &[(usize, String)],
    ) -> Result<RecordBatch, ColumnError> {
        let results = match self {
            Self::Sign(ring, options) => sign(ring, batch, options),
            Self::Verify(ring, options) => verify(ring, batch, options),
            Self::Inspect(options) => inspect(batch, options),
        }?;
        if malformed.is_empty() { Ok(results) } else { self.with_malformed(&results, malformed) }
    }

    /// The column that says why a row is bad.
    pub(crate) const fn reason(&self) -> &'static str {
        match self {
            Self::Sign(..) => "error",
            Self::Verify(..) | Self::Inspect(..) => "reason",
        }
    }

    /// Such a row has no values, so its results are null but for the reason, which was another one.
    fn with_malformed(
        &self,
        results: &RecordBatch,
        malformed: &[(usize, String)],
    ) -> Result<RecordBatch, ColumnError> {
        let fault = |row: usize| {
            malformed.binary_search_by_key(&row, |(row, _)| *row).ok().map(|at| &malformed[at].1)
        };
        let rows = 0..results.num_rows();
        let replace = |(field, column): (&arrow_schema::FieldRef, &arrow_array::ArrayRef)| match field
            .name()
            .as_str()
        {
            "code" => {
                let codes = column.as_primitive::<Int32Type>();
                let code = |row| fault(row).map_or(codes.value(row), |_| codes::INVALID_PARAMETERS);
                Arc::new(Int32Array::from_iter_values(rows.clone().map(code))) as _
            }
            name if name == self.reason() => {
                let texts = column.as_string::<i32>();
                let known = |row| texts.is_valid(row).then(|| texts.value(row));
                let text = |row| fault(row).map(String::as_str).or_else(|| known(row));
                Arc::new(rows.clone().map(text).collect::<StringArray>()) as _
            }
            _ => column.clone(),
        };
        let schema = results.schema();
        let columns = schema.fields().iter().zip(results.columns()).map(replace).collect();
        Ok(RecordBatch::try_new(schema, columns)?)
    }
}

/// Reads `--column ROLE=NAME`: the names, and which roles were named.
pub(crate) fn names(given: &[String]) -> Result<(Names, Vec<Role>), Fault> {
    let mut names = Names::new();
    let mut named = Vec::new();
    for text in given {
        let known = || Role::ALL.map(Role::name).join(", ");
        let (role, name) = text.split_once('=').ok_or_else(|| {
            Fault::usage(
                format_args!("--column {text} names no column"),
                "write it like --column userid=user_id",
            )
        })?;
        let role = Role::ALL.into_iter().find(|known| known.name() == role).ok_or_else(|| {
            Fault::usage(
                format_args!("no column has the role {role:?}"),
                format_args!("the roles are {}", known()),
            )
        })?;
        if named.contains(&role) {
            return Err(Fault::usage(format_args!("two columns are named for {}", role.name()), "name one"));
        }
        named.push(role);
        names = if name.is_empty() { names.without(role) } else { names.with(role, name) };
    }
    Ok((names, named))
}

/// A table that cannot be worked on.
pub(crate) fn refused(error: &ColumnError) -> Fault {
    let hint = match error {
        ColumnError::Missing { .. } => "name it with --column, like --column userid=user_id",
        error => error.hint(),
    };
    Fault::usage(error, hint)
}
