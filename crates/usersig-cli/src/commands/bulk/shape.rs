//! Which columns are read, and which are written.

use arrow_array::{ArrayRef, RecordBatch, new_empty_array};
use arrow_schema::{DataType, Field, FieldRef, Schema};
use std::sync::Arc;
use usersig_columns::{Names, Role};

use super::format::Format;
use super::operation::{self, Operation};
use super::write::cells::Cells;
use crate::fault::Fault;

/// Which columns are read, and which are written.
#[derive(Debug)]
pub(crate) struct Shape {
    /// Columns that the operation reads.
    pub(crate) roles: Vec<FieldRef>,
    /// Columns of the input that are written.
    pub(crate) carried: Vec<FieldRef>,
    /// What is written.
    pub(crate) outputs: Vec<Output>,
    /// Whether the texts of `carried` are JSON as it was written.
    pub(crate) is_json: bool,
    /// The names of all columns, where they were not selected: one that comes up later is missed.
    pub(crate) known: Option<Vec<String>>,
}

/// A column that is written.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    pub(crate) field: FieldRef,
    pub(crate) source: Source,
}

/// Where a column comes from, by its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Carried(usize),
    Result(usize),
}

/// Columns of a row group, a block or a slice of one.
pub(crate) struct Rows {
    /// What the operation reads.
    pub(crate) input: RecordBatch,
    /// What is written of the input.
    pub(crate) carried: Vec<ArrayRef>,
    /// Rows that could not be read, and why.
    pub(crate) malformed: Vec<(usize, String)>,
    /// Members that come up too late to be columns: of each, a row and the name.
    pub(crate) late: Vec<(usize, String)>,
}

/// What was asked for about columns.
pub(crate) struct Wishes<'a> {
    pub(crate) names: &'a Names,
    pub(crate) named: &'a [Role],
    pub(crate) select: &'a [String],
    pub(crate) input: Format,
    pub(crate) output: Format,
}

impl Shape {
    /// The shape of a job whose first input has these columns.
    pub(crate) fn new(
        columns: &[FieldRef],
        operation: &Operation,
        wishes: &Wishes<'_>,
    ) -> Result<Self, Fault> {
        if let Some(twice) = first_twice(columns.iter().map(|field| field.name().as_str())) {
            return Err(Fault::usage(
                format_args!("two columns of the input are named {twice:?}"),
                "give the columns different names",
            ));
        }
        // A member may come up in any line.
        let is_open = wishes.input == Format::Ndjson;
        let find = |name: &str| {
            let known = columns.iter().find(|field| field.name() == name).cloned();
            known.or_else(|| is_open.then(|| Arc::new(Field::new(name, DataType::Utf8, true))))
        };
        let is_room = |role| matches!(role, Role::RoomId | Role::RoomStr | Role::Privileges);
        let is_read = |role: &Role| {
            let by_name_only = matches!(operation, Operation::Verify(..)) && is_room(*role);
            !by_name_only || wishes.named.contains(role)
        };
        let roles = operation.roles().iter().copied().filter(is_read);
        let mut roles: Vec<_> = roles.filter_map(|role| find(wishes.names.get(role)?)).collect();
        roles.dedup();

        let results = operation.schema();
        let mut shape = Self {
            roles,
            carried: Vec::new(),
            outputs: Vec::new(),
            is_json: is_open && wishes.output == Format::Ndjson,
            known: wishes.select.is_empty().then(|| {
                let names = columns.iter().chain(results.fields()).map(|field| field.name().clone());
                names.collect()
            }),
        };
        let all: Vec<String> = if wishes.select.is_empty() {
            let kept = columns.iter().filter(|field| results.index_of(field.name()).is_err());
            kept.chain(results.fields()).map(|field| field.name().clone()).collect()
        } else {
            wishes.select.to_vec()
        };
        if let Some(twice) = first_twice(all.iter().map(String::as_str)) {
            return Err(Fault::usage(
                format_args!("--select names {twice:?} twice"),
                "name each column once",
            ));
        }
        for name in &all {
            shape.add_output(name, &results, find(name))?;
        }
        shape.check(operation, wishes.output)?;
        Ok(shape)
    }

    fn add_output(&mut self, name: &str, results: &Schema, carried: Option<FieldRef>) -> Result<(), Fault> {
        let output = match (results.index_of(name), carried) {
            (Ok(at), _) => Output { field: results.fields()[at].clone(), source: Source::Result(at) },
            (Err(_), Some(field)) => {
                self.carried.push(field.clone());
                // What could not be read is null, whatever the file promises.
                let field = Arc::new(field.as_ref().clone().with_nullable(true));
                Output { field, source: Source::Carried(self.carried.len() - 1) }
            }
            (Err(_), None) => {
                return Err(Fault::usage(
                    format_args!("there is no column {name:?} to write"),
                    "the input's columns can be selected, and the results: usersig bulk sign --help names them",
                ));
            }
        };
        self.outputs.push(output);
        Ok(())
    }

    /// Finds out about columns of wrong types before anything is done.
    fn check(&self, operation: &Operation, output: Format) -> Result<(), Fault> {
        let nothing = RecordBatch::new_empty(self.input_schema());
        operation.apply(&nothing, &[]).map_err(|error| operation::refused(&error))?;
        for field in self.carried.iter().filter(|_| output != Format::Parquet) {
            if Cells::new(&new_empty_array(field.data_type())).is_none() {
                return Err(Fault::usage(
                    format_args!(
                        "the column {:?} is {}, which has no form in {}",
                        field.name(),
                        field.data_type(),
                        output.name()
                    ),
                    "write Parquet, or leave the column out with --select",
                ));
            }
        }
        Ok(())
    }

    /// The schema of what the operation reads.
    pub(crate) fn input_schema(&self) -> Arc<Schema> {
        let nullable = |field: &FieldRef| field.as_ref().clone().with_nullable(true);
        Arc::new(Schema::new(self.roles.iter().map(nullable).collect::<Vec<_>>()))
    }

    /// The schema of what is written.
    pub(crate) fn output_schema(&self) -> Arc<Schema> {
        Arc::new(Schema::new(self.outputs.iter().map(|output| output.field.clone()).collect::<Vec<_>>()))
    }

    /// The columns to write.
    pub(crate) fn columns(&self, carried: &[ArrayRef], results: &RecordBatch) -> Vec<ArrayRef> {
        let column = |output: &Output| match output.source {
            Source::Carried(at) => carried[at].clone(),
            Source::Result(at) => results.column(at).clone(),
        };
        self.outputs.iter().map(column).collect()
    }
}

fn first_twice<'a>(names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = std::collections::HashSet::new();
    names.into_iter().find(|name| !seen.insert(*name))
}
