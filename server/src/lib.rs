//! Reference server of the customer portal.
