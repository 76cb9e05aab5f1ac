using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput.Frames;

/// <summary>Statements that together receive or send one message behind its length.</summary>
/// <param name="Statements">The statements, which follow each other in one block.</param>
/// <param name="Scratch">Variables that only serve the frame, such as the header and the length; nothing else may mention them.</param>
/// <param name="Token">The cancellation token that a call of the frame gets; null when none does.</param>
/// <param name="IsConfigured">Whether the awaits of the frame have <c>ConfigureAwait(false)</c>.</param>
internal abstract record Frame(IReadOnlyList<StatementSyntax> Statements, IReadOnlyList<ISymbol> Scratch, string? Token, bool IsConfigured)
{
    /// <summary>A message is received.</summary>
    /// <param name="Statements">As in the base.</param>
    /// <param name="Scratch">As in the base.</param>
    /// <param name="Token">As in the base.</param>
    /// <param name="IsConfigured">As in the base.</param>
    /// <param name="Variable">The variable that the message is in afterwards; null when it is returned at once.</param>
    /// <param name="AtEnd">What is done when the peer sends nothing more; null when nothing particular is.</param>
    internal sealed record Received(
        IReadOnlyList<StatementSyntax> Statements, IReadOnlyList<ISymbol> Scratch, string? Token, bool IsConfigured, string? Variable, StatementSyntax? AtEnd)
        : Frame(Statements, Scratch, Token, IsConfigured);

    /// <summary>A message is sent.</summary>
    /// <param name="Statements">As in the base.</param>
    /// <param name="Scratch">As in the base.</param>
    /// <param name="Token">As in the base.</param>
    /// <param name="IsConfigured">As in the base.</param>
    /// <param name="Message">The message.</param>
    internal sealed record Sent(
        IReadOnlyList<StatementSyntax> Statements, IReadOnlyList<ISymbol> Scratch, string? Token, bool IsConfigured, ExpressionSyntax Message)
        : Frame(Statements, Scratch, Token, IsConfigured);
}
