//! The pipeline as plain calls
