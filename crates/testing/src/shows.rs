//! The invented shows.

use crate::mother::ShowMother;

pub(crate) fn all() -> Vec<ShowMother> {
    vec![]
}
