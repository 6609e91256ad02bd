extension Value {
    /// The value for people: an object's texts in their order, such as `Ada Berg, Recruiter, +43 1 234`.
    ///
    /// A truth value tells nothing without its name and is left out.
    public var readable: String {
        if let text = scalarText { return text }
        let parts = object?.all.map(\.value) ?? list ?? []
        return parts.map { if case .boolean = $0 { "" } else { $0.readable } }.filter { !$0.isEmpty }
            .joined(separator: ", ")
    }
}
