//! Background work: typed jobs, kept in a queue that survives crashes
