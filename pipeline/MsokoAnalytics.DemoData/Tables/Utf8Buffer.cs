using System.Buffers.Text;
using System.Text;

namespace MsokoAnalytics.DemoData.Tables;

/// <summary>A byte buffer before a stream.</summary>
internal sealed class Utf8Buffer(Stream stream)
{
    private readonly byte[] _bytes = new byte[1 << 16];
    private int _count;

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _bytes.Length - _count)
        {
            Flush();
            if (bytes.Length > _bytes.Length)
            {
                stream.Write(bytes);
                return;
            }
        }

        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
    }

    public void Int(int value)
    {
        if (_bytes.Length - _count < 16) Flush();
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(_count), out var written);
        _count += written;
    }

    public void Double(double value)
    {
        if (_bytes.Length - _count < 32) Flush();
        value.TryFormat(_bytes.AsSpan(_count), out var written, default, System.Globalization.CultureInfo.InvariantCulture);
        _count += written;
    }

    /// <summary>Text with XML's special characters escaped.</summary>
    public void Escaped(string value)
    {
        foreach (var rune in value.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&':
                    Raw("&amp;"u8);
                    break;
                case '<':
                    Raw("&lt;"u8);
                    break;
                case '>':
                    Raw("&gt;"u8);
                    break;
                case '"':
                    Raw("&quot;"u8);
                    break;
                default:
                    if (_bytes.Length - _count < 4) Flush();
                    _count += rune.EncodeToUtf8(_bytes.AsSpan(_count));
                    break;
            }
        }
    }

    public void Ascii(string value)
    {
        if (_bytes.Length - _count < value.Length) Flush();
        _count += Encoding.ASCII.GetBytes(value, _bytes.AsSpan(_count));
    }

    public void Flush()
    {
        stream.Write(_bytes, 0, _count);
        _count = 0;
    }
}
