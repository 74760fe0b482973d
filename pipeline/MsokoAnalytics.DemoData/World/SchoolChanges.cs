namespace MsokoAnalytics.DemoData.World;

internal enum SchoolChangeKind
{
    /// <summary>Joined to another school; its classes report there.</summary>
    Merger,

    /// <summary>Became a branch of another school; its classes report there.</summary>
    Branch,

    Rename,

    /// <summary>Closed; its pupils leave the municipality.</summary>
    Closure,
}

/// <summary>One change of a school.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="School">The school that changed.</param>
/// <param name="Successor">The school that took it in, or null.</param>
/// <param name="FromYear">First spring of the new state.</param>
internal sealed record SchoolChange(SchoolChangeKind Kind, School School, School? Successor, int FromYear)
{
    /// <summary>The last August before the new state.</summary>
    public DateOnly Date => new(FromYear - 1, 8, 25);
}

/// <summary>Plants two mergers, a branch, a closure and a rename, as far as there are schools and years for them.</summary>
internal static class SchoolChanges
{
    public static List<SchoolChange> Plan(DemoOptions options, IReadOnlyList<School> schools)
    {
        var changes = new List<SchoolChange>();
        var years = options.Years.Order().ToArray();
        if (years.Length < 2) return changes;
        // Small schools of places that have a school to take them in; the gymnasium keeps its own pupils.
        var small = schools.Where(s => s.Kind == SchoolKind.Rural && Hosts(s).Count > 0).Take(4).ToArray();
        var middle = years[years.Length / 2];
        var late = years[Math.Max(years.Length / 2, years.Length - 2)];
        if (small.Length > 0) changes.Add(TakeIn(SchoolChangeKind.Merger, small[0], 0, middle));
        if (small.Length > 1) changes.Add(TakeIn(SchoolChangeKind.Merger, small[1], 1, late));
        if (small.Length > 2) changes.Add(TakeIn(SchoolChangeKind.Branch, small[2], 2, middle));
        if (small.Length > 3) changes.Add(Close(small[3], years[^1]));
        if (schools.FirstOrDefault(s => s.Kind == SchoolKind.Gymnasium) is { } renamed) changes.Add(Rename(renamed, late));
        return changes;
    }

    private static List<School> Hosts(School school) => school.Municipality.Schools.FindAll(s => s.Kind == SchoolKind.Town);

    private static SchoolChange TakeIn(SchoolChangeKind kind, School school, int which, int fromYear)
    {
        var hosts = Hosts(school);
        var host = hosts[which % hosts.Count];
        host.Absorbed.Add((school, fromYear));
        school.LastYear = fromYear - 1;
        return new SchoolChange(kind, school, host, fromYear);
    }

    private static SchoolChange Close(School school, int fromYear)
    {
        school.LastYear = fromYear - 1;
        return new SchoolChange(SchoolChangeKind.Closure, school, null, fromYear);
    }

    private static SchoolChange Rename(School school, int fromYear)
    {
        school.RenamedFrom = fromYear;
        return new SchoolChange(SchoolChangeKind.Rename, school, school, fromYear);
    }
}
