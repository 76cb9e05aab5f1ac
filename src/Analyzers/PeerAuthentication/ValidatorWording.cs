using SocketSecurity.Analyzers.Flow.PolicyErrors;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>Words for what a validator lets pass, and for what an attacker gains.</summary>
internal static class ValidatorWording
{
    public static string What(ValidatorVerdict verdict) => verdict.Acceptance switch
    {
        Acceptance.OnException => "every certificate whose check throws",
        Acceptance.InDevelopment => "every certificate in a development environment",
        Acceptance.ForConnection => "every certificate on some of the connections",
        Acceptance.BySetting => Errors(verdict.PassingFlags) + BySetting(verdict.Setting!),
        _ when verdict.IsInverted => "only certificates with errors, among them " + Errors(verdict.PassingFlags),
        _ => Errors(verdict.PassingFlags),
    };

    public static string Consequence(long flags) =>
        flags == PolicyErrorInput.RemoteCertificateNameMismatch
            ? "anyone who holds a valid certificate for any name can impersonate the peer"
            : "anyone can make a certificate that is accepted and impersonate the peer";

    public static string Traits(CertificateTraits traits)
    {
        var parts = new List<string>();
        foreach (var (trait, words) in new[]
        {
            (CertificateTraits.Name, "a name, number or extension written in it"),
            (CertificateTraits.WeakHash, "its SHA-1 hash"),
            (CertificateTraits.Validity, "its validity dates"),
            (CertificateTraits.ChainStatus, "forgiven chain statuses"),
        })
        {
            if ((traits & trait) != 0)
            {
                parts.Add(words);
            }
        }

        return string.Join(" and ", parts);
    }

    private static string BySetting(Answer setting)
    {
        var name = setting.Question.Setting is { } symbol ? $"'{symbol.Name}'" : "a setting";
        return setting.Question.Key.StartsWith(Settings.NullTestPrefix, StringComparison.Ordinal)
            ? $" unless {name} is set"
            : Settings.AcceptsByDefault(setting) == true
                ? $" because of {name}, as it is by default"
                : $" when {name} says so";
    }

    public static string Errors(long flags) => flags switch
    {
        PolicyErrorInput.RemoteCertificateNameMismatch => "a certificate of another host",
        PolicyErrorInput.RemoteCertificateChainErrors => "a certificate that is untrusted, expired or revoked",
        _ => "a certificate of another host and one that is untrusted, expired or revoked",
    };
}
