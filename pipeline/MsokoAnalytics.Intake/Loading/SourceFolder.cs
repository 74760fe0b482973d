namespace MsokoAnalytics.Intake.Loading;

/// <summary>Lists the tables of a folder tree in a fixed order.</summary>
public static class SourceFolder
{
    /// <summary>Reviewed row counts beside the data (see docs/operations.md); no data itself.</summary>
    public const string ExpectedFileName = "ожидается.csv";

    private static readonly HashSet<string> Tables = new(StringComparer.OrdinalIgnoreCase) { ".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt" };

    /// <summary>Tables to read, and other files that are left alone (told to the user, never an error).</summary>
    /// <exception cref="IntakeException">The folder does not exist.</exception>
    public static (IReadOnlyList<string> Tables, IReadOnlyList<string> Others) List(string root)
    {
        if (!Directory.Exists(root))
            throw Missing(root);
        var tables = new List<string>();
        var others = new List<string>();
        foreach (var path in Directory.EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.System | FileAttributes.Hidden }))
        {
            var name = Path.GetFileName(path);
            // Lock files of an open Excel and marks of file managers.
            if (name.StartsWith("~$", StringComparison.Ordinal) || name.StartsWith('.') || name.Equals("Thumbs.db", StringComparison.OrdinalIgnoreCase)) continue;
            if (name.Equals(Context.Manifest.FileName, StringComparison.OrdinalIgnoreCase) || name.Equals(ExpectedFileName, StringComparison.OrdinalIgnoreCase) || Mappings.MappingLibrary.IsMapping(name)) continue;
            (Tables.Contains(Path.GetExtension(name)) ? tables : others).Add(path);
        }

        tables.Sort(StringComparer.Ordinal);
        others.Sort(StringComparer.Ordinal);
        return (tables, others);
    }

    /// <summary>What is told when the folder is not there, or not any more.</summary>
    public static IntakeException Missing(string root, Exception? inner = null) => new("folder.missing", $"папки «{root}» нет", "проверьте путь; сетевой диск должен быть подключён", inner);
}
