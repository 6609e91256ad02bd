import Documents

extension Role {
    /// The role's own facts, in the order of a role file.
    var ownTree: Members {
        var members = Members()
        members.put("id", id)
        members.put("requisition", requisition)
        members.put("title", title)
        members.put("language", language)
        members.put("summary", summary)
        members.put("sellingPoints", sellingPoints)
        members.put("description", description)
        members.put("employer", employer)
        members.put("department", department)
        members.put("contacts", contacts)
        members.put("locations", locations)
        members.put("workplace", workplace)
        members.put("remoteFrom", remoteFrom)
        if let types = employmentTypes, types.count == 1 {
            members.put("employmentType", types[0])
        } else {
            members.put("employmentType", employmentTypes)
        }
        members.put("hours", hours)
        members.put("weeklyHours", weeklyHours)
        members.put("schedule", schedule)
        members.put("duration", duration)
        members.put("start", start)
        members.put("openings", openings)
        members.put("pay", pay)
        members.put("benefits", benefits)
        members.put("categories", categories)
        members.put("seniority", seniority)
        members.put("experience", experience)
        members.put("education", education)
        members.put("skills", skills)
        members.put("languages", languages)
        members.put("licences", licences)
        members.put("eligibility", eligibility)
        members.put("url", url)
        members.put("apply", apply)
        members.put("dates", dates)
        members.put("compliance", compliance)
        members.put("provenance", provenance)
        return members
    }
}
