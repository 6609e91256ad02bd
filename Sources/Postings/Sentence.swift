extension String {
    /// The text as the end of a sentence: with one full stop, whether it brought one or not.
    ///
    /// Reasons come from boards, servers and our own code, with and without.
    public var asSentence: String {
        let text = trimmingSuffix(while: \.isWhitespace)
        guard let last = text.last else { return "." }
        return ".!?…".contains(last) ? String(text) : "\(text)."
    }

    private func trimmingSuffix(while isEnd: (Character) -> Bool) -> Substring {
        var rest = self[...]
        while let last = rest.last, isEnd(last) { rest.removeLast() }
        return rest
    }
}
