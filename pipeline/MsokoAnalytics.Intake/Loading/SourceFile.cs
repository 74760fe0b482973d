using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>A file of the input folder with its identity: the SHA-256 of its content.</summary>
/// <param name="FullPath">Where it lies now.</param>
/// <param name="Path">Relative to the loaded folder, with «/».</param>
/// <param name="Key">First 8 bytes of the hash, big-endian, sign cleared; the key of all its rows.</param>
public sealed record SourceFile(string FullPath, string Path, long Key, string Sha256, long Size, DateTime ModifiedUtc)
{
    private const int BufferSize = 1 << 18;

    /// <summary>Time of the last change as the file system tells it, UTC.</summary>
    internal DateTime StampUtc { get; init; }

    /// <summary>When the content was read to know it; null where an earlier load had done so.</summary>
    internal DateTime? ReadUtc { get; init; }

    /// <param name="fullPath">The file.</param>
    /// <param name="root">The loaded folder.</param>
    /// <param name="stamps">What is known of the files of the folder.</param>
    /// <param name="clock">Clock of the load.</param>
    /// <exception cref="IntakeException">The file is locked or has vanished.</exception>
    internal static SourceFile Identify(string fullPath, string root, FileStamps stamps, TimeProvider clock)
    {
        try
        {
            var info = new FileInfo(fullPath);
            var (path, stamp, size) = (Relative(fullPath, root), info.LastWriteTimeUtc, info.Length);
            var read = clock.GetUtcNow().UtcDateTime;
            var known = stamps.Find(path, size, stamp);
            byte[] hash;
            if (known is not null)
            {
                hash = Convert.FromHexString(known);
            }
            else
            {
                (hash, size) = Hash(fullPath);
            }

            // Whole seconds: finer parts do not survive every file system and would make a copy look newer.
            var modified = new DateTime(stamp.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Utc);
            return new SourceFile(fullPath, path, BinaryPrimitives.ReadInt64BigEndian(hash) & long.MaxValue, Convert.ToHexStringLower(hash), size, modified)
            {
                StampUtc = stamp, ReadUtc = known is null ? read : null,
            };
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

    /// <summary>SHA-256 of the content and its bytes. Read straight into a buffer that is used again: a stream would copy everything once more.</summary>
    private static (byte[] Hash, long Size) Hash(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var size = 0L;
        for (int read; (read = RandomAccess.Read(file, buffer, size)) > 0; size += read) sha.AppendData(buffer, 0, read);
        ArrayPool<byte>.Shared.Return(buffer);
        return (sha.GetHashAndReset(), size);
    }

    public static string Relative(string fullPath, string root) => System.IO.Path.GetRelativePath(root, fullPath).Replace('\\', '/');
}
