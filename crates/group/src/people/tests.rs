//! See the tests over HTTP.
