namespace MsokoAnalytics.Intake.Persons;

/// <summary>
/// Joins the rows of one load that speak of the same person: by document; by name and school where that leads to one document at most and
/// the name stands once in a sheet; where there is neither, by the participant code.
/// </summary>
internal static class PersonLinker
{
    /// <param name="rows">All rows of the load; sorted here by their place.</param>
    /// <returns>Each row with its person's number (that of the person's first row) and whether its name fits several persons.</returns>
    public static IEnumerable<(PersonRow Row, long Person, bool IsAmbiguous)> Link(List<PersonRow> rows)
    {
        rows.Sort((a, b) => (a.FileKey, a.SheetNo, a.RowNo).CompareTo((b.FileKey, b.SheetNo, b.RowNo)));
        var parent = new int[rows.Count];
        for (var i = 0; i < parent.Length; i++) parent[i] = i;
        var ambiguous = new bool[rows.Count];

        foreach (var same in Groups(rows, r => r.Document)) Join(parent, same);
        foreach (var same in Groups(rows, r => r.Name)) JoinByName(rows, parent, ambiguous, same);
        foreach (var same in Groups(rows, r => r.Name == 0 && r.Document == 0 ? r.Code : 0)) Join(parent, same);
        for (var i = 0; i < rows.Count; i++) yield return (rows[i], rows[Root(parent, i)].Number(), ambiguous[i]);
    }

    private static IEnumerable<List<int>> Groups(List<PersonRow> rows, Func<PersonRow, long> key)
    {
        var groups = new Dictionary<long, List<int>>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (key(rows[i]) is not (not 0 and var k)) continue;
            if (groups.TryGetValue(k, out var group)) group.Add(i);
            else groups.Add(k, [i]);
        }

        return groups.Values.Where(g => g.Count > 1);
    }

    private static void JoinByName(List<PersonRow> rows, int[] parent, bool[] ambiguous, List<int> same)
    {
        var documents = same.Where(i => rows[i].Document != 0).Select(i => rows[i].Document).Distinct().Count();
        // Two rows of a name in one sheet, and no documents to tell whether that is one person or two.
        var undocumented = same.Where(i => rows[i].Document == 0).ToList();
        var namesakes = undocumented.GroupBy(i => (rows[i].FileKey, rows[i].SheetNo)).Any(g => g.Count() > 1);
        if (documents > 1 || namesakes)
            foreach (var i in undocumented) ambiguous[i] = true;
        else Join(parent, same);
    }

    private static void Join(int[] parent, List<int> same)
    {
        foreach (var i in same)
        {
            var (a, b) = (Root(parent, same[0]), Root(parent, i));
            // The first row in order stays the root, so a person's number does not depend on the order of joining.
            if (a < b) parent[b] = a;
            else parent[a] = b;
        }
    }

    private static int Root(int[] parent, int i)
    {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    }
}
