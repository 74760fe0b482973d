using System.Globalization;
using System.Text;
using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Running;

/// <summary>The tables other parts fill: are they as declared, and have they changed?</summary>
internal static class SourceTables
{
    public const string FileRegister = "ops.source_file";

    /// <returns>Russian complaints; empty when all is well.</returns>
    public static async Task<IReadOnlyList<string>> CheckAsync(Session session, ModelProject project, CancellationToken token)
    {
        var problems = new List<string>();
        foreach (var source in Used(project))
        {
            var columns = await Catalog.ColumnsAsync(session, source.Schema, source.Name, token);
            if (columns.Count == 0)
            {
                problems.Add($"в хранилище нет таблицы {source.FullName} («{source.Caption}»): сначала загрузите файлы");
                continue;
            }

            foreach (var declared in source.Columns)
            {
                var actual = columns.FirstOrDefault(c => c.Name == declared.Name);
                if (actual.Name is null)
                    problems.Add($"в таблице {source.FullName} нет столбца {declared.Name}");
                else if (!SqlTypes.SameFamily(actual.Type, declared.Type))
                    problems.Add($"в таблице {source.FullName} столбец {declared.Name} имеет тип {actual.Type}, а ожидался {declared.Type}");
            }
        }

        return problems;
    }

    /// <summary>
    /// One fingerprint per source table: the given one, or the loaded files that have rows in it (key, run that loaded it; failed ones are tried again every time and
    /// say nothing), together with the table's number of rows. Reading all cells would take longer than some models. A staging table without file keys is a list
    /// that is written anew at every load: its content counts.
    /// </summary>
    public static async Task<Dictionary<string, string>> FingerprintsAsync(
        Session session, ModelProject project, string? given, CancellationToken token)
    {
        var hasRegister = project.Sources.Any(s => s.FullName == FileRegister);
        var prints = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in Used(project))
        {
            if (source.IsAfterBuild)
            {
                prints[source.FullName] = "";
                continue;
            }

            if (source.FullName == BuildSettings.Table)
            {
                prints[source.FullName] = await BuildSettings.FingerprintAsync(session, token);
                continue;
            }

            if (source.Schema != "ops" && hasRegister && source.Columns.All(c => c.Name != "file_key"))
            {
                prints[source.FullName] = (await session.QueryAsync(
                    $"SELECT count(*) || '|' || coalesce(sum(hash(t)), 0) || '|' || coalesce(bit_xor(hash(t)), 0) FROM {SqlText.Table(source.FullName)} AS t", reader => reader.GetString(0), token))[0];
                continue;
            }

            var files = given ?? (hasRegister ? await FilesAsync(session, source, token) : "");
            var rows = await session.CountAsync($"SELECT count(*) FROM {SqlText.Table(source.FullName)}", token);
            prints[source.FullName] = files + "#" + rows.ToString(CultureInfo.InvariantCulture);
        }

        return prints;
    }

    private static async Task<string> FilesAsync(Session session, SourceTable source, CancellationToken token)
    {
        var own = source.FullName != FileRegister && source.Columns.Any(c => c.Name == "file_key")
            ? $" AND file_key IN (SELECT file_key FROM {SqlText.Table(source.FullName)})" : "";
        var rows = await session.QueryAsync(
            $"SELECT file_key, status, run_id FROM {SqlText.Table(FileRegister)} WHERE status = 'loaded'{own} ORDER BY file_key, status, run_id",
            reader => string.Create(CultureInfo.InvariantCulture, $"{reader.GetValue(0)}|{reader.GetValue(1)}|{reader.GetValue(2)}"),
            token);
        return InputHash.Digest(rows.Aggregate(new StringBuilder(), (text, row) => text.Append(row).Append('\n')).ToString());
    }

    private static IEnumerable<SourceTable> Used(ModelProject project)
    {
        var used = project.Models.SelectMany(m => m.Dependencies).ToHashSet(StringComparer.Ordinal);
        return project.Sources.Where(s => used.Contains(s.FullName));
    }
}
