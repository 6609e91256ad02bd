/// What a length is counted in.
public enum LengthUnit: String, Sendable, Hashable, CaseIterable {
    /// Unicode scalar values.
    case characters

    /// Characters as people see them: an emoji family or a letter with its accents is one.
    case graphemes

    /// UTF-16 code units.
    case utf16

    /// Bytes of the UTF-8 form.
    case bytes

    /// Words: letters and digits up to the next white space, and every Han or kana character by itself.
    case words
}
