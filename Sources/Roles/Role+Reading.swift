public import Documents

extension Role {
    /// Reads a role from a document, or collects everything that is wrong with it.
    ///
    /// Overrides and translations are merged with the role and read again, so that the role is valid
    /// for every account and in every language.
    ///
    /// - Parameters:
    ///   - node: The document. What only the hiring team may read must not be in it.
    ///   - problems: Where faults are collected.
    /// - Returns: The role, or nil when `problems` holds an error afterwards.
    public static func read(_ node: Node, problems: Problems) -> Role? {
        let role = RoleReader(problems: problems).role(node)
        return problems.isClean ? role : nil
    }

    /// Reads a role from plain data of the same shape as a role file, such as a revision.
    ///
    /// - Throws: ``Diagnostics`` with every fault; locations name `source` and nothing more precise.
    public init(document: Value, source: String) throws(Diagnostics) {
        let problems = Problems()
        let node = Node(document, at: SourceLocation(file: source, line: 1, column: 1))
        let role = Role.read(node, problems: problems)
        try problems.refuseIfBroken()
        guard let role else { throw Diagnostics(problems.found) }
        self = role
    }

    /// Reads the fields of a role that stand in its own document.
    ///
    /// What is missing or wrong is reported and read as empty, so that overrides can still be
    /// judged; the report keeps such a role from ever leaving this module.
    init(_ reader: inout ObjectReader) {
        let id = reader.required("id") == nil ? nil : reader.words("id", .id)
        requisition = reader.words("requisition")
        let title = reader.requiredWords("title")
        language = reader.words("language", .language)
        summary = reader.words("summary")
        sellingPoints = reader.wordList("sellingPoints")
        let text = reader.required("description")
        let description = text.flatMap { Description.read($0, reader.path(of: "description"), with: reader) }
        let employer = reader.required("employer") == nil ? nil : reader.object("employer") { Employer(&$0) }
        department = reader.words("department")
        contacts = reader.objectList("contacts") { Contact(&$0) }
        locations = reader.locations("locations")
        workplace = reader.choice("workplace", of: Workplace.self)
        remoteFrom = reader.wordList("remoteFrom", .region)
        employmentTypes = reader.choices("employmentType", of: EmploymentType.self)
        hours = reader.choice("hours", of: Hours.self)
        weeklyHours = reader.object("weeklyHours") { NumberRange(&$0) }
        schedule = reader.object("schedule") { Schedule(&$0) }
        duration = reader.words("duration", .period)
        start = reader.start("start")
        openings = reader.integer("openings", in: 1...100_000)
        pay = reader.object("pay") { Pay(&$0) }
        benefits = reader.wordList("benefits")
        categories = reader.categories("categories")
        seniority = reader.choice("seniority", of: Seniority.self)
        experience = reader.object("experience") { Experience(&$0) }
        education = reader.choice("education", of: Education.self)
        skills = reader.objectList("skills") { Skill(&$0) }?.compactMap(\.self)
        languages = reader.objectList("languages") { LanguageSkill(&$0) }?.compactMap(\.self)
        licences = reader.wordList("licences")
        eligibility = reader.object("eligibility") { Eligibility(&$0) }
        url = reader.words("url", .webAddress)
        let apply = reader.required("apply") == nil ? nil : reader.object("apply") { Apply(&$0) }
        dates = reader.object("dates") { RoleDates(&$0) }
        compliance = reader.object("compliance") { Compliance(&$0) }
        provenance = reader.object("provenance") { Provenance(&$0) }
        translations = [:]
        boards = [:]
        tree = Members()
        reader.requirePlace(locations, remoteFrom)
        self.id = id ?? ""
        self.title = title ?? ""
        self.description = description ?? Description(sections: [:], body: nil)
        self.employer = (employer ?? nil) ?? Employer(named: "")
        self.apply = apply ?? Apply(url: nil, email: nil, questions: nil)
        tree = ownTree
    }
}

extension ObjectReader {
    /// One of the two ways to say where the work is.
    mutating func requirePlace(_ locations: [Location]?, _ remoteFrom: [String]?) {
        guard locations?.isEmpty ?? true, remoteFrom?.isEmpty ?? true else { return }
        guard node("locations")?.items?.isEmpty ?? true, node("remoteFrom")?.items?.isEmpty ?? true else { return }
        problems.error(
            "missing",
            at: node.location,
            field: "locations",
            "Neither \"locations\" nor \"remoteFrom\" says where the work is.",
            remedy: "Write one location, or the countries that a remote worker may live in."
        )
    }

    /// The places of work: each of them once, one of them at most the main one.
    mutating func locations(_ key: String) -> [Location]? {
        guard node(key) != nil else { return nil }
        let nodes = list(key)
        let locations = objects(key) { Location(&$0) }
        for (index, node) in nodes.enumerated() {
            let field = "\(path(of: key))[\(index)]"
            let earlier = locations[..<index]
            if earlier.contains(where: { $0.placeFacts == locations[index].placeFacts }) {
                problems.error(
                    "duplicate-location",
                    at: node.location,
                    field: field,
                    "\"\(field)\" names the same place as an earlier one.",
                    remedy: "Keep one of them."
                )
            }
            if locations[index].isPrimary == true, earlier.contains(where: { $0.isPrimary == true }) {
                problems.error(
                    "two-primary",
                    at: node["primary"]?.location ?? node.location,
                    field: "\(field).primary",
                    "More than one location is primary.",
                    remedy: "Mark one of them."
                )
            }
        }
        return locations
    }
}
