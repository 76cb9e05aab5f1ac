using System.Collections.Immutable;
using System.Text;

namespace SocketSecurity.Trust;

/// <summary>The result of checking a peer's certificate against a <see cref="TrustPolicy"/>. Immutable and thread-safe.</summary>
public sealed class ValidationReport
{
    internal static readonly ValidationReport Accepted = new([]);

    internal ValidationReport(IEnumerable<ValidationFinding> findings) => Findings = [.. findings];

    /// <summary>Whether the certificate is accepted: nothing was found.</summary>
    public bool IsValid => Findings.IsEmpty;

    /// <summary>Everything that speaks against the certificate, in the order in which it was checked.</summary>
    public ImmutableArray<ValidationFinding> Findings { get; }

    /// <summary>Whether this problem is among the findings.</summary>
    public bool Has(PeerProblem problem) => Findings.Any(finding => finding.Problem == problem);

    /// <summary>A text for logs and exception messages: one sentence a finding, naming certificates by subject, never keys.</summary>
    public override string ToString()
    {
        if (IsValid)
        {
            return "The certificate is accepted.";
        }

        var text = new StringBuilder();
        foreach (var finding in Findings)
        {
            text.Append(text.Length == 0 ? "" : " ").Append(finding.Description);
        }

        return text.ToString();
    }
}

/// <summary>One thing that speaks against a certificate.</summary>
/// <param name="Problem">What kind of problem it is.</param>
/// <param name="Description">A sentence that names the certificate concerned and says what to do about it.</param>
public sealed record ValidationFinding(PeerProblem Problem, string Description);
