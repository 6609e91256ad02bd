/// The columns of a posting, alike in every ledger that keeps it as a row.
package enum PostingColumns: Sendable {
    /// What never changes once the row exists.
    package static let fixed = ["reference", "role", "account", "places", "language", "opened"]

    /// What every save writes.
    package static let changing = [
        "adapter", "place_label", "desired_present", "desired_revision", "generation", "applied_generation",
        "renewals_asked", "renewals_done", "not_before", "state", "witness", "review", "observed", "creation",
        "accepted_revision", "accepted_hash", "accepted_values", "accepted_at", "sent_revision", "sent_hash",
        "sent_values", "sent_at", "kept", "minted", "first_sent", "changed", "phase", "due_at", "tries",
        "unknown_since", "unknown_operation", "absences", "epoch",
        "lease_owner", "lease_until", "error_code", "error_message", "error_remedy", "findings",
    ]

    /// Stands for the values of what was sent once they are those accepted: most rows hold one ad, not two.
    package static let asAccepted = "="
}
