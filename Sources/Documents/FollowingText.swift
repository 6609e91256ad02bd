import Synchronization

/// Text that follows from an immutable value beside it, made at most once; no part of what the value is.
package final class FollowingText: Sendable, Hashable {
    private let made: Mutex<String?>

    /// Creates the text, or room for it.
    package init(_ text: String? = nil) { made = Mutex(text) }

    /// The text; made now unless it was before.
    package func text(_ make: () -> String) -> String {
        made.withLock { made in
            let text = made ?? make()
            made = text
            return text
        }
    }

    /// Always equal: it follows from what is compared beside it.
    package static func == (left: FollowingText, right: FollowingText) -> Bool { true }

    /// Adds nothing.
    package func hash(into hasher: inout Hasher) {}
}
