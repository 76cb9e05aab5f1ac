using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Analyzers.MessageProtection;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.MessageProtection.TokenValidationAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.MessageProtection.TokenValidationFix>;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>SOCK4011, <see cref="TokenValidationAnalyzer"/> and <see cref="TokenValidationFix"/>.</summary>
public sealed class TokenValidationTests
{
    [Theory]
    [InlineData("parameters.ValidateLifetime = [|false|];", "parameters.ValidateLifetime = true;")]
    [InlineData("parameters.ValidateIssuer = [|false|];", "parameters.ValidateIssuer = true;")]
    [InlineData("parameters.ValidateAudience = [|false|];", "parameters.ValidateAudience = true;")]
    [InlineData("parameters.RequireSignedTokens = [|false|];", "parameters.RequireSignedTokens = true;")]
    [InlineData("parameters.RequireExpirationTime = [|false|];", "parameters.RequireExpirationTime = true;")]
    [InlineData("var p = new TokenValidationParameters { ValidateLifetime = true, ValidateAudience = [|false|] };", "var p = new TokenValidationParameters { ValidateLifetime = true, ValidateAudience = true };")]
    [InlineData("const bool Off = false; parameters.ValidateIssuer = [|Off|];", "const bool Off = false; parameters.ValidateIssuer = true;")]
    [InlineData("_ = decoder.Decode(text, key, [|false|]);", "_ = decoder.Decode(text, key, true);")]
    [InlineData("_ = decoder.Decode(text, key, verify: [|false|]);", "_ = decoder.Decode(text, key, verify: true);")]
    [InlineData("_ = [|new JwtBuilder().DoNotVerifySignature()|].Decode(text);", "_ = new JwtBuilder().Decode(text);")]
    [InlineData("_ = new JwtBuilder().WithVerifySignature([|false|]).Decode(text);", "_ = new JwtBuilder().WithVerifySignature(true).Decode(text);")]
    public Task A_check_that_is_off_is_found_and_switched_on(string before, string after) =>
        Rule.Fixes(Method(before), Method(after), TokenValidationFix.ValidateKey);

    [Theory]
    [InlineData("parameters.IssuerValidator = [|(issuer, token, p) => issuer|];")]
    [InlineData("parameters.LifetimeValidator = [|(from, to, token, p) => true|];")]
    [InlineData("parameters.LifetimeValidator = [|delegate { return true; }|];")]
    [InlineData("parameters.SignatureValidator = [|(token, p) => new JwtSecurityToken(token)|];")]
    [InlineData("parameters.SignatureValidator = [|(token, p) => { var jwt = new JwtSecurityToken(token); return jwt; }|];")]
    public Task Delegates_that_always_succeed_are_found(string body) => Rule.Finds(Method(body));

    [Theory]
    [InlineData("parameters.LifetimeValidator = [|(from, to, token, p) => true|];")]
    [InlineData("parameters.SignatureValidator = [|(token, p) => new JwtSecurityToken(token)|];")]
    public Task Delegates_that_always_succeed_are_removed(string statement) => Rule.Fixes(
        Method("parameters.ValidateLifetime = true;\n        " + statement), Method("parameters.ValidateLifetime = true;"), TokenValidationFix.ValidateKey);

    [Theory]
    [InlineData("parameters.ValidateLifetime = true;")]
    [InlineData("parameters.ValidateLifetime = setting;")]
    [InlineData("parameters.ValidateIssuer = false; parameters.IssuerValidator = (issuer, token, p) => issuer.EndsWith(\".example\") ? issuer : throw new System.Exception();")]
    [InlineData("var p = new TokenValidationParameters { ValidateAudience = false, AudienceValidator = (audiences, token, q) => System.Linq.Enumerable.Contains(audiences, text) };")]
    [InlineData("parameters.ValidateLifetime = false; parameters.ValidateLifetime = true;")]
    [InlineData("parameters.LifetimeValidator = (from, to, token, p) => to > System.DateTime.UtcNow;")]
    [InlineData("parameters.SignatureValidator = (token, p) => Checked(token);")]
    [InlineData("parameters.RequireSignedTokens = true;")]
    [InlineData("_ = decoder.Decode(text, key, true);")]
    [InlineData("_ = decoder.Decode(text, key, setting);")]
    [InlineData("if (parameters.ValidateLifetime == false) { text = null; }")]
    [InlineData("new Own().ValidateLifetime = false;")]
    public Task Checks_that_are_on_replaced_or_set_elsewhere_are_silent(string body) => Rule.Silent(Method(body));

    [Fact]
    public Task The_signing_key_s_own_check_is_information() => Rule.Finds(
        Method("parameters.ValidateIssuerSigningKey = {|#0:false|};"),
        setup => setup.Expected.Add(new DiagnosticResult(Rules.TokenValidationDisabled.Id, DiagnosticSeverity.Info).WithLocation(0)));

    [Fact]
    public Task Reading_an_expired_token_to_renew_it_is_information() => Rule.Finds(
        Method("parameters.ValidateLifetime = {|#0:false|};", "PrincipalOfExpiredToken"),
        setup => setup.Expected.Add(new DiagnosticResult(Rules.TokenValidationDisabled.Id, DiagnosticSeverity.Info).WithLocation(0)));

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        Method("parameters.ValidateLifetime = ; parameters.LifetimeValidator = (a, b => ; decoder.Decode(text, key, ;"),
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string Method(string body, string name = "Check") => $$"""
        using JWT;
        using JWT.Builder;
        using Microsoft.IdentityModel.Tokens;
        using System.IdentityModel.Tokens.Jwt;

        class Peer
        {
            void {{name}}(TokenValidationParameters parameters, IJwtDecoder decoder, string text, byte[] key, bool setting)
            {
                {{body}}
            }

            SecurityToken Checked(string token) => throw new System.Exception(token);

            class Own { public bool ValidateLifetime { get; set; } }
        }

        namespace Microsoft.IdentityModel.Tokens
        {
            using System;
            using System.Collections.Generic;

            public abstract class SecurityToken { }
            public delegate string IssuerValidator(string issuer, SecurityToken token, TokenValidationParameters parameters);
            public delegate bool AudienceValidator(IEnumerable<string> audiences, SecurityToken token, TokenValidationParameters parameters);
            public delegate bool LifetimeValidator(DateTime? from, DateTime? to, SecurityToken token, TokenValidationParameters parameters);
            public delegate SecurityToken SignatureValidator(string token, TokenValidationParameters parameters);
            public class TokenValidationParameters
            {
                public bool ValidateLifetime { get; set; }
                public bool ValidateIssuer { get; set; }
                public bool ValidateAudience { get; set; }
                public bool ValidateIssuerSigningKey { get; set; }
                public bool RequireSignedTokens { get; set; }
                public bool RequireExpirationTime { get; set; }
                public IssuerValidator IssuerValidator { get; set; }
                public AudienceValidator AudienceValidator { get; set; }
                public LifetimeValidator LifetimeValidator { get; set; }
                public SignatureValidator SignatureValidator { get; set; }
            }
        }

        namespace System.IdentityModel.Tokens.Jwt
        {
            public class JwtSecurityToken : Microsoft.IdentityModel.Tokens.SecurityToken { public JwtSecurityToken(string text) { } }
        }

        namespace JWT
        {
            public interface IJwtDecoder { string Decode(string token, byte[] key, bool verify); }
        }

        namespace JWT.Builder
        {
            public class JwtBuilder
            {
                public JwtBuilder DoNotVerifySignature() => this;
                public JwtBuilder WithVerifySignature(bool verify) => this;
                public string Decode(string token) => token;
            }
        }
        """;
}
