using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>
/// Which files can mention a name at all, so that questions about a whole compilation bind only the files they concern. A
/// file is read once, as text, and remembered by its tree: while somebody types, only the file that changes is read again.
/// </summary>
/// <remarks>Words of comments and strings count too, and only hashes are kept: "may" costs a look, "cannot" is certain.</remarks>
internal sealed class NameIndex
{
    private static readonly ConditionalWeakTable<SyntaxTree, NameIndex> OfTrees = new();

    private readonly HashSet<int> _words = [];

    private NameIndex(SyntaxTree tree)
    {
        var text = tree.GetText();
        var characters = ArrayPool<char>.Shared.Rent(text.Length);
        text.CopyTo(0, characters, 0, text.Length);
        var hash = 0;
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var character = characters[i];
            if (IsPartOfWord(character))
            {
                hash = Next(hash, character);
                length++;
            }
            else if (length > 0)
            {
                _words.Add(hash);
                hash = length = 0;
            }
        }

        if (length > 0)
        {
            _words.Add(hash);
        }

        ArrayPool<char>.Shared.Return(characters);
    }

    public static NameIndex Of(SyntaxTree tree) => OfTrees.GetValue(tree, key => new NameIndex(key));

    public bool MayMention(string name) => _words.Contains(Hash(name));

    public bool MayMentionAny(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (MayMention(name))
            {
                return true;
            }
        }

        return false;
    }

    private static int Hash(string word)
    {
        var hash = 0;
        foreach (var character in word)
        {
            hash = Next(hash, character);
        }

        return hash;
    }

    private static int Next(int hash, char character) => unchecked((hash * 31) + character + 1);

    private static bool IsPartOfWord(char character) => char.IsLetterOrDigit(character) || character == '_';
}
