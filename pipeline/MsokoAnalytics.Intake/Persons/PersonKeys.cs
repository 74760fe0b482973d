using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MsokoAnalytics.Intake.Persons;

/// <summary>
/// Keyed hashes of the personal cells of one load (HMAC-SHA-256 with a random key, cut to 64 bits). Key and hashes live in memory for the time
/// of the load and are written nowhere: they only tell that two rows speak of the same person.
/// </summary>
internal sealed class PersonKeys
{
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(32);

    internal ReadOnlySpan<byte> Salt => _salt;

    /// <summary>Key of a name within a school, or 0 when there is no name.</summary>
    /// <param name="group">What a person is never joined across: the year and the level.</param>
    public long Name(string group, string school, IEnumerable<string> parts)
    {
        var name = string.Concat(parts.Select(p => Fold(p, char.IsLetter) + " "));
        return string.IsNullOrWhiteSpace(name) ? 0 : Hash($"n|{group}|{Fold(school, char.IsLetterOrDigit).TrimStart('0')}|{name}");
    }

    /// <summary>Key of a document or a code, or 0 when there is none.</summary>
    /// <param name="kind">What is hashed, so that a document never equals a code.</param>
    public long Number(string kind, string group, IEnumerable<string> parts)
    {
        var number = string.Concat(parts.Select(p => Fold(p, char.IsLetterOrDigit)));
        return number.Length == 0 ? 0 : Hash($"{kind}|{group}|{number}");
    }

    private long Hash(string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_salt, Encoding.UTF8.GetBytes(text), hash);
        var key = BinaryPrimitives.ReadInt64LittleEndian(hash);
        return key == 0 ? 1 : key;
    }

    private static string Fold(string text, Func<char, bool> kept) => string.Concat(text.Where(kept).Select(c => char.ToUpperInvariant(c) is var u && u == 'Ё' ? 'Е' : u));
}
