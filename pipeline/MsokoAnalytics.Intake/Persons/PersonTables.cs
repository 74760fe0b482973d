using System.Data.Common;
using Dapper;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Persons;

/// <summary>
/// Keeps which rows belong to one person (<c>staging.stg_person_row</c>). That is known only at the end of a load, and only among the files
/// that were read in it; so a new file makes the files with persons beside it be read again.
/// </summary>
internal static class PersonTables
{
    /// <summary>Writes the persons of a load; one transaction.</summary>
    public static void Save(DbConnection connection, List<PersonRow> rows)
    {
        if (rows.Count == 0) return;
        using var transaction = connection.BeginTransaction();
        using (var appender = WarehouseDatabase.CreateAppender(connection, "staging", "stg_person_row"))
        {
            foreach (var (row, person, isAmbiguous) in PersonLinker.Link(rows))
            {
                appender.SetInt64(0, row.FileKey);
                appender.SetInt32(1, row.SheetNo);
                appender.SetInt32(2, row.RowNo);
                appender.SetInt64(3, person);
                appender.SetInt8(4, isAmbiguous ? (sbyte)1 : (sbyte)0);
                appender.EndRow();
            }

            appender.Complete();
        }

        transaction.Commit();
    }

    /// <summary>Which of the unchanged files have to be read again: those whose load broke off before its persons were known, and the neighbours of a file to be read.</summary>
    /// <param name="unchanged">Key and path of files that are loaded and have not changed.</param>
    /// <param name="paths">Paths of the files to be read.</param>
    public static HashSet<long> ToReadAgain(DbConnection connection, LayoutLibrary library, IReadOnlyCollection<(long Key, string Path)> unchanged, IEnumerable<string> paths)
    {
        var layouts = library.Layouts.Where(l => l.HasPersons).Select(l => l.Id).ToHashSet(StringComparer.Ordinal);
        if (layouts.Count == 0 || unchanged.Count == 0) return [];
        var files = connection.Query<(long Key, string Layout, bool Linked)>(
            """
            SELECT file_key, layout_id, file_key IN (SELECT file_key FROM staging.stg_person_row)
            FROM ops.source_sheet WHERE status = 'loaded' AND rows_loaded > 0
            """).Where(f => layouts.Contains(f.Layout)).GroupBy(f => f.Key).ToDictionary(f => f.Key, f => f.First().Linked);
        var folders = paths.Select(Folder).Distinct(StringComparer.Ordinal).ToList();
        return [.. unchanged.Where(u => files.TryGetValue(u.Key, out var linked) && (!linked || folders.Exists(f => AreNeighbours(f, Folder(u.Path))))).Select(u => u.Key)];
    }

    /// <summary>The same folder, or one within the other; the loaded folder itself is a neighbour of itself only.</summary>
    private static bool AreNeighbours(string a, string b) =>
        a == b || (a.Length > 0 && b.StartsWith(a + "/", StringComparison.Ordinal)) || (b.Length > 0 && a.StartsWith(b + "/", StringComparison.Ordinal));

    private static string Folder(string path) => path.LastIndexOf('/') is >= 0 and var at ? path[..at] : "";
}
