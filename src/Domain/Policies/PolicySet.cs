using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Runs;

namespace EventedPipelines.Domain.Policies;

/// <summary>What a team may decide for itself (`policies.yml`); what it leaves out is as domain.md has it.</summary>
public sealed record PolicySet(RetryPolicies Retries, LateDataPolicy LateData)
{
    public static PolicySet Default { get; } = new(new(RetryPolicy.Default), LateDataPolicy.Default);
}

/// <summary><paramref name="Transform"/> is for every step of a run: its ingests, checks, transforms and its publication (domain.md 2.6).</summary>
public sealed record RetryPolicies(RetryPolicy Transform);
