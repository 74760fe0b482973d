using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>A file of the input folder with its identity: the SHA-256 of its content.</summary>
/// <param name="FullPath">Where it lies now.</param>
/// <param name="Path">Relative to the loaded folder, with «/».</param>
/// <param name="Key">First 8 bytes of the hash, big-endian, sign cleared; the key of all its rows.</param>
public sealed record SourceFile(string FullPath, string Path, long Key, string Sha256, long Size, DateTime ModifiedUtc)
{
    /// <exception cref="IntakeException">The file is locked or has vanished.</exception>
    public static SourceFile Identify(string fullPath, string root)
    {
        try
        {
            var info = new FileInfo(fullPath);
            using var stream = new FileStream(fullPath, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
            var hash = SHA256.HashData(stream);
            // Whole seconds: finer parts do not survive every file system and would make a copy look newer.
            var modified = new DateTime(info.LastWriteTimeUtc.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Utc);
            return new SourceFile(fullPath, Relative(fullPath, root), BinaryPrimitives.ReadInt64BigEndian(hash) & long.MaxValue,
                Convert.ToHexStringLower(hash), stream.Length, modified);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Problems.Vanished(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Problems.Locked(e);
        }
    }

    public static string Relative(string fullPath, string root) => System.IO.Path.GetRelativePath(root, fullPath).Replace('\\', '/');
}
