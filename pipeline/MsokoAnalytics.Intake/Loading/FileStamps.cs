using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Hashes of files that were read before (<c>ops.file_stamp</c>). A file of the same size and time is taken for the same content and not read again, unless it was
/// changed within the last moments before it was read: then a later change could have left the time as it was.
/// </summary>
internal sealed class FileStamps
{
    /// <summary>The coarsest step of file times there is (FAT), and as much again for clocks of servers.</summary>
    private static readonly TimeSpan Granularity = TimeSpan.FromSeconds(4);

    private readonly DbConnection _connection;
    private readonly string _folder;
    private readonly Dictionary<string, Stamp> _known;

    private FileStamps(DbConnection connection, string folder, Dictionary<string, Stamp> known) => (_connection, _folder, _known) = (connection, folder, known);

    /// <param name="connection">Connection of the load.</param>
    /// <param name="root">Full path of the loaded folder.</param>
    /// <param name="distrust">Whether every file is read, whatever is known of it.</param>
    public static FileStamps Read(DbConnection connection, string root, bool distrust)
    {
        var folder = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)))[..16];
        var known = distrust ? [] : connection.Query<Stamp>(
            "SELECT path AS Path, size_bytes AS Size, modified_ticks AS Modified, sha256 AS Sha256, read_ticks AS Read FROM ops.file_stamp WHERE folder = $folder", new { folder });
        return new FileStamps(connection, folder, known.ToDictionary(s => s.Path, StringComparer.Ordinal));
    }

    /// <summary>The hash of the content where it need not be read, else null.</summary>
    /// <param name="path">Relative path.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="modified">Time of the last change, UTC, as the file system tells it.</param>
    public string? Find(string path, long size, DateTime modified) =>
        _known.TryGetValue(path, out var stamp) && stamp.Size == size && stamp.Modified == modified.Ticks && modified.Ticks + Granularity.Ticks < stamp.Read ? stamp.Sha256 : null;

    /// <summary>Keeps what the files of the folder are now, and nothing of files that are gone.</summary>
    public void Save(IReadOnlyCollection<SourceFile> files)
    {
        using var transaction = _connection.BeginTransaction();
        _connection.Execute("DELETE FROM ops.file_stamp WHERE folder = $folder", new { folder = _folder });
        using (var appender = WarehouseDatabase.CreateAppender(_connection, "ops", "file_stamp"))
        {
            foreach (var file in files.OrderBy(f => f.Path, StringComparer.Ordinal))
            {
                appender.SetString(0, _folder);
                appender.SetString(1, file.Path);
                appender.SetInt64(2, file.Size);
                appender.SetInt64(3, file.StampUtc.Ticks);
                appender.SetString(4, file.Sha256);
                // What was not read again keeps the time at which it was.
                appender.SetInt64(5, file.ReadUtc?.Ticks ?? _known[file.Path].Read);
                appender.EndRow();
            }

            appender.Complete();
        }

        transaction.Commit();
    }

    private sealed record Stamp
    {
        public string Path { get; init; } = "";

        public long Size { get; init; }

        public long Modified { get; init; }

        public string Sha256 { get; init; } = "";

        public long Read { get; init; }
    }
}
