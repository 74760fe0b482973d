using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Xunit;

namespace MsokoAnalytics.DemoData.Tests.Reading;

/// <summary>Texts and numbers of the first sheet of an Excel 97 file, read by the published formats of the container and of the records.</summary>
internal static class XlsBook
{
    public static BookSheet Read(string path)
    {
        var sheet = new BookSheet("", [], []);
        foreach (var row in Cells(path).GroupBy(c => c.Key.Row))
        {
            var cells = new string?[row.Max(c => c.Key.Column) + 1];
            foreach (var ((_, column), text) in row) cells[column] = text;
            sheet.Rows.Add(row.Key + 1, cells);
        }

        return sheet;
    }

    /// <summary>Cells by 0-based row and column.</summary>
    private static Dictionary<(int Row, int Column), string> Cells(string path)
    {
        var book = Stream(File.ReadAllBytes(path), "Workbook");
        var at = 0;
        var sheet = -1;
        foreach (var (id, data) in Records(book, 0))
        {
            if (at++ == 0) Assert.Equal((0x0809, 0x0600, 0x0005), (id, Short(data, 0), Short(data, 2)));
            if (id == 0x0085 && sheet < 0) sheet = BinaryPrimitives.ReadInt32LittleEndian(data);
            if (id == 0x000A) break;
        }

        Assert.True(sheet > 0);
        var cells = new Dictionary<(int Row, int Column), string>();
        var first = true;
        foreach (var (id, data) in Records(book, sheet))
        {
            if (first) Assert.Equal((0x0809, 0x0600, 0x0010), (id, Short(data, 0), Short(data, 2)));
            first = false;
            if (id == 0x0204)
            {
                Assert.Equal(1, data[8]);
                cells.Add((Short(data, 0), Short(data, 2)), Encoding.Unicode.GetString(data, 9, 2 * Short(data, 6)));
            }
            else if (id == 0x0203)
            {
                cells.Add((Short(data, 0), Short(data, 2)), BinaryPrimitives.ReadDoubleLittleEndian(data.AsSpan(6)).ToString(CultureInfo.InvariantCulture));
            }
            else if (id == 0x000A)
            {
                return cells;
            }
        }

        Assert.Fail("The sheet does not end.");
        return cells;
    }

    private static IEnumerable<(int Id, byte[] Data)> Records(byte[] book, int at)
    {
        while (at + 4 <= book.Length)
        {
            var length = Short(book, at + 2);
            yield return (Short(book, at), book[(at + 4)..(at + 4 + length)]);
            at += 4 + length;
        }
    }

    /// <summary>Follows the chain of sectors that the directory names.</summary>
    private static byte[] Stream(byte[] file, string name)
    {
        Assert.Equal(0xE11AB1A1E011CFD0, BinaryPrimitives.ReadUInt64LittleEndian(file));
        Assert.Equal((3, 9), (Short(file, 26), Short(file, 30)));
        var next = new List<int>();
        for (var i = 0; i < Int(file, 44); i++)
            for (var e = 0; e < 128; e++) next.Add(Int(file, Sector(Int(file, 76 + 4 * i)) + 4 * e));
        var directory = Chain(Int(file, 48));
        for (var entry = 0; entry + 128 <= directory.Length; entry += 128)
        {
            var length = Short(directory, entry + 64);
            if (length < 2 || Encoding.Unicode.GetString(directory, entry, length - 2) != name) continue;
            var size = Int(directory, entry + 120);
            Assert.True(size >= 4096);
            var stream = Chain(Int(directory, entry + 116));
            Assert.True(stream.Length >= size);
            return stream[..size];
        }

        throw new InvalidDataException(name);

        byte[] Chain(int sector)
        {
            var bytes = new List<byte>();
            for (; sector >= 0; sector = next[sector]) bytes.AddRange(file[Sector(sector)..Math.Min(Sector(sector + 1), file.Length)]);
            Assert.Equal(-2, sector);
            return [.. bytes];
        }
    }

    private static int Sector(int number) => 512 * (number + 1);

    private static int Short(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static int Int(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
}
