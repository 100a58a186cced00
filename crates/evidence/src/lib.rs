//! Statements as evidence: what was printed, read with precedence
