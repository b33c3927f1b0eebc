// The records of MyWorkpal's two listings, with every key of the published samples.

/**
 * The stand-in's mark on anything that must never leave the module: a leak test searches for "CANARY-".
 * @param {string} field
 * @param {number} systemId
 */
export const canary = (field, systemId) => `CANARY-${field}-${systemId}`;

/** @param {{ id: number, name: string, subDomainName: string }} tenant */
export function tenantRecord({ id, name, subDomainName }) {
  return {
    adminUserDetails: null,
    userCount: 0,
    isSelected: false,
    inOfflineMode: false,
    offlineModeUrl: null,
    locale: null,
    dncLocale: null,
    dateCreated: "0001-01-01T00:00:00",
    lastUpdated: null,
    id,
    name,
    subDomainName,
    inDemoMode: false,
    theme: "mwp",
    privateHomepage: null,
    publicHomepage: null,
    domainId: null,
    domain: null,
  };
}

const EMPTY_BEFORE_NAMES = ["personLastUpdated", "personDateCreated", "salutationId", "salutationTitle"];
const EMPTY_AFTER_NAMES = [
  "nationality",
  "personDetailsLastUpdated",
  "personDetailsDateCreated",
  "owner",
  "payrollNumber",
  "costCentreName",
  "startDate",
  "leaveDate",
];
const EMPTY_EMPLOYMENT = [
  "lineManagerId",
  "lineManagerTeamCount",
  "holidayApproverId",
  "holidayApproverTeamCount",
  "hasLeft",
  "contactTelephoneNumber",
  "workTelephoneNumber",
  "payDate",
];
const EMPTY_PAY = [
  "futureSalary",
  "futureSalaryDate",
  "benefitAllowance",
  "futureBenefitAllowance",
  "qualifyingEarnings",
  "holidayTrading",
  "matchingFactor",
  "department",
  "division",
  "location",
  "jobTitle",
];
const nulls = (keys) => Object.fromEntries(keys.map((key) => [key, null]));

/** @param {{ systemId: number, tenant: { id: number, subDomainName: string }, emailAddress: string, state: string, now: string }} account */
export function accountRecord({ systemId, tenant, emailAddress, state, now }) {
  const closed = state === "closed";
  return {
    id: systemId,
    torusAccountId: 0,
    userAccountId: systemId,
    totalRewardStatementsId: null,
    tenantId: tenant.id,
    tenant: tenant.subDomainName,
    username: emailAddress,
    avatarImageFile: null,
    displayName: null,
    emailAddress,
    secretKey: canary("secretKey", systemId),
    verificationKey: canary("verificationKey", systemId),
    passwordChanged: null,
    isAccountVerified: state === "processed",
    isLoginAllowed: !closed,
    isAccountClosed: closed,
    isLockedOut: false,
    accountClosed: closed ? now : null,
    lastLogin: null,
    lastFailedLogin: null,
    failedLoginCount: 0,
    hashedPassword: canary("hashedPassword", systemId),
    alternateEmailAddress: null,
    ccToAlternateEmailAddress: false,
    preferredName: null,
    ...nulls(EMPTY_BEFORE_NAMES),
    forenames: null,
    middlenames: null,
    surname: null,
    secondSurname: null,
    dateOfBirth: canary("dateOfBirth", systemId),
    genderId: null,
    genderName: null,
    niNumber: canary("niNumber", systemId),
    ...nulls(EMPTY_AFTER_NAMES),
    employeeId: systemId + 1000,
    ...nulls(EMPTY_EMPLOYMENT),
    salary: canary("salary", systemId),
    ...nulls(EMPTY_PAY),
    personId: 0,
    dateCreated: now,
    lastUpdated: now,
  };
}

/** The keys that a filter may name. */
export const TENANT_KEYS = Object.keys(tenantRecord({ id: 0, name: "", subDomainName: "" }));
export const ACCOUNT_KEYS = Object.keys(
  accountRecord({ systemId: 0, tenant: { id: 0, subDomainName: "" }, emailAddress: "", state: "open", now: "" }),
);
