/// Where the work is done.
public enum Workplace: String, Sendable, Hashable, CaseIterable, Fact {
    /// At the place of work.
    case onSite = "on-site"

    /// Partly at the place of work, partly elsewhere.
    case hybrid

    /// Anywhere the role's regions allow.
    case remote
}

/// The kind of contract.
public enum EmploymentType: String, Sendable, Hashable, CaseIterable, Fact {
    /// Without an end.
    case permanent

    /// As a contractor.
    case contract

    /// With an end.
    case temporary

    /// As an intern.
    case internship

    /// As an apprentice.
    case apprenticeship

    /// Unpaid.
    case volunteer

    /// By the day, on call.
    case perDiem = "per-diem"

    /// None of these.
    case other
}

/// How much of a week the work takes.
public enum Hours: String, Sendable, Hashable, CaseIterable, Fact {
    /// A full week.
    case fullTime = "full-time"

    /// Part of a week.
    case partTime = "part-time"

    /// Either, as agreed.
    case either
}

/// The span of time that an amount of pay is for.
public enum PayPeriod: String, Sendable, Hashable, CaseIterable, Fact {
    /// An hour.
    case hour

    /// A day.
    case day

    /// A week.
    case week

    /// A month.
    case month

    /// A year.
    case year
}

/// How pay comes about.
public enum PayBasis: String, Sendable, Hashable, CaseIterable, Fact {
    /// A fixed amount.
    case salary

    /// By time worked.
    case wage

    /// A fixed amount and a share of sales.
    case salaryAndCommission = "salary-and-commission"

    /// A share of sales.
    case commission
}

/// The level of a role.
public enum Seniority: String, Sendable, Hashable, CaseIterable, Fact {
    /// An intern.
    case intern

    /// A first job.
    case entry

    /// Some practice.
    case associate

    /// Works without guidance.
    case mid

    /// Guides others.
    case senior

    /// Leads a team's work.
    case lead

    /// Leads a department.
    case director

    /// Leads the company.
    case executive
}

/// The education that a role asks for.
public enum Education: String, Sendable, Hashable, CaseIterable, Fact {
    /// None is asked for, which is not the same as unknown.
    case none

    /// School-leaving certificate.
    case secondary

    /// Vocational training.
    case vocational

    /// Associate degree.
    case associate

    /// Bachelor's degree.
    case bachelor

    /// Master's degree.
    case master

    /// Doctorate.
    case doctorate
}
