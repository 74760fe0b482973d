using System.IO.Compression;

namespace MsokoAnalytics.Intake.Tables;

/// <summary>Refuses workbooks that would unpack to an unreasonable size before anything is unpacked.</summary>
internal static class ZipGuard
{
    /// <exception cref="IntakeException">The archive is damaged, too large or suspiciously compressed.</exception>
    public static void Check(Stream stream, IntakeLimits limits)
    {
        stream.Position = 0;
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            long total = 0;
            if (zip.Entries.Count > limits.MaxArchiveEntries) throw Problems.ZipBomb($"в архиве {zip.Entries.Count} частей");
            foreach (var entry in zip.Entries)
            {
                total += entry.Length;
                if (entry.Length > limits.RatioCheckedFromBytes && entry.Length / Math.Max(1, entry.CompressedLength) > limits.MaxCompressionRatio)
                    throw Problems.ZipBomb($"часть «{entry.FullName}» сжата в {entry.Length / Math.Max(1, entry.CompressedLength)} раз");
            }

            if (total > limits.MaxUnpackedBytes) throw Problems.ZipBomb($"в распакованном виде {total / (1 << 20)} МиБ");
            if (!zip.Entries.Any(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase))) throw Problems.NotAWorkbook();
        }
        catch (InvalidDataException e)
        {
            throw Problems.DamagedWorkbook(e);
        }
        finally
        {
            stream.Position = 0;
        }
    }
}
