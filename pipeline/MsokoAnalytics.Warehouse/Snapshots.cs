using System.Globalization;

namespace MsokoAnalytics.Warehouse;

/// <summary>
/// Copies of a warehouse for readers: the engine lets no other process read a file that is being written, so a writer leaves a copy when it ends
/// (docs/adr). A copy is named after the state of the warehouse it was made of and appears by a rename; readers that hold an older one keep it.
/// </summary>
internal sealed class Snapshots(string warehouse)
{
    private const string Unfinished = ".part";

    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(warehouse))!;
    private readonly string _stem = Path.GetFileNameWithoutExtension(warehouse) + ".read-";

    /// <summary>The copy of the warehouse as it is now, else null.</summary>
    public string? Current => File.Exists(warehouse) && File.Exists(PathOfState()) ? PathOfState() : null;

    /// <summary>The newest copy, whatever state it was made of; null when there is none.</summary>
    public string? Newest => All().Where(p => p.EndsWith(".duckdb", StringComparison.Ordinal)).OrderByDescending(File.GetLastWriteTimeUtc).ThenByDescending(p => p, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>
    /// Copies the closed warehouse. Without room or rights the old copy stays: readers notice that it is not of the present state and read the warehouse itself
    /// while nobody writes.
    /// </summary>
    public void Publish()
    {
        // Changes that are still in the log are not in the file.
        if (!File.Exists(warehouse) || File.Exists(warehouse + ".wal") || Current is not null) return;
        var target = PathOfState();
        try
        {
            Discard(Directory.GetFiles(_folder, _stem + "*" + Unfinished));
            File.Copy(warehouse, target + Unfinished, overwrite: true);
            File.Move(target + Unfinished, target, overwrite: true);
            // The time of the copy, not of its source: the newest copy is the one made last.
            File.SetLastWriteTimeUtc(target, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Discard([target + Unfinished]);
            return;
        }

        Discard(All().Where(p => p != target));
    }

    /// <summary>Removes every copy.</summary>
    public void Remove() => Discard(All());

    private IEnumerable<string> All() => Directory.Exists(_folder) ? Directory.GetFiles(_folder, _stem + "*") : [];

    private string PathOfState()
    {
        var info = new FileInfo(warehouse);
        return Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{_stem}{info.LastWriteTimeUtc.Ticks:x}-{info.Length:x}.duckdb"));
    }

    /// <summary>A copy that a reader holds cannot be removed on Windows; the next writer tries again.</summary>
    private static void Discard(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }
        }
    }
}
